package io.datacook.cli;

/// Colours, where somebody watches and wants them; otherwise plain text.
///
/// @param coloured whether escape sequences are written
record Style(boolean coloured) {
    private static final String RESET = "\u001b[0m";

    /// Colour is for screens, unless `NO_COLOR` (any value but the empty one), `TERM=dumb` or `--no-color` says no.
    static Style of(Host host, boolean screen, boolean refused) {
        boolean wanted = !refused
                && host.variables().getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(host.variables().get("TERM"));
        return new Style(screen && wanted);
    }

    String bold(String text) {
        return paint("1", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("1;31", text);
    }

    String warning(String text) {
        return paint("33", text);
    }

    private String paint(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + RESET : text;
    }

    /// How many columns a text takes, without its escape sequences.
    static int width(String text) {
        String plain = text.indexOf('\u001b') < 0 ? text : text.replaceAll("\u001b\\[[0-9;]*m", "");
        return plain.codePointCount(0, plain.length());
    }
}
