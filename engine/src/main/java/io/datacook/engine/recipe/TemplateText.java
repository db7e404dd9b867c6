package io.datacook.engine.recipe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text cut at its `{{ … }}`.
///
/// @param parts in order; joined they are the text
/// @param complaint what is malformed, or `null`
record TemplateText(List<Part> parts, @Nullable String complaint) {
    private static final String OPEN = "{{";

    /// A piece of a text.
    sealed interface Part {}

    /// Stands for itself.
    record Plain(String text) implements Part {}

    /// Something to be filled in.
    ///
    /// @param name what is asked for, such as `env.REGION`, `now()`, or a quoted text
    /// @param fallback the text of `| default('…')`, or `null`
    /// @param written with its braces, as it stands in the recipe
    record Hole(String name, @Nullable String fallback, String written) implements Part {
        /// The text between quotes if the name is a quoted text, or `null`.
        @Nullable
        String literal() {
            return unquote(name);
        }
    }

    /// Whether the text has anything to fill in.
    static boolean present(String text) {
        return text.contains(OPEN);
    }

    /// Cuts a text; never fails.
    static TemplateText parse(String text) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int close = close(text, open + OPEN.length());
            if (close < 0) {
                return new TemplateText(parts, "a template is not closed: '}}' is missing after '{{'");
            }
            if (open > from) {
                parts.add(new Plain(text.substring(from, open)));
            }
            Hole hole = hole(text.substring(open + OPEN.length(), close).strip(), text.substring(open, close + 2));
            if (hole == null) {
                return new TemplateText(
                        parts,
                        "'%s' is no template; after '|' only default('…') is known"
                                .formatted(text.substring(open, close + 2)));
            }
            parts.add(hole);
            from = close + 2;
        }
        if (from < text.length()) {
            parts.add(new Plain(text.substring(from)));
        }
        return new TemplateText(parts, null);
    }

    /// Where `}}` stands outside quotes, or -1.
    private static int close(String text, int from) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (quote != 0) {
                quote = letter == quote ? 0 : quote;
            } else if (letter == '\'' || letter == '"') {
                quote = letter;
            } else if (letter == '}' && i + 1 < text.length() && text.charAt(i + 1) == '}') {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Hole hole(String body, String written) {
        int pipe = unquote(body) == null ? body.indexOf('|') : -1;
        if (pipe < 0) {
            return new Hole(body, null, written);
        }
        String filter = body.substring(pipe + 1).strip();
        if (!filter.startsWith("default(") || !filter.endsWith(")")) {
            return null;
        }
        String fallback = unquote(
                filter.substring("default(".length(), filter.length() - 1).strip());
        return fallback == null ? null : new Hole(body.substring(0, pipe).strip(), fallback, written);
    }

    /// The text between a pair of quotes, or `null`.
    static @Nullable String unquote(String text) {
        if (text.length() < 2) {
            return null;
        }
        char quote = text.charAt(0);
        boolean quoted = (quote == '\'' || quote == '"') && text.indexOf(quote, 1) == text.length() - 1;
        return quoted ? text.substring(1, text.length() - 1) : null;
    }
}
