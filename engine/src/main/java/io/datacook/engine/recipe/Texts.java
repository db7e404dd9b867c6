package io.datacook.engine.recipe;

/// Small helpers for messages.
final class Texts {
    private static final int SHOWN_CHARS_MAX = 80;

    private Texts() {}

    /// A value short enough for a message, on one line.
    static String cut(String text) {
        String line = text.replace('\n', ' ').replace('\r', ' ');
        return line.length() <= SHOWN_CHARS_MAX ? line : line.substring(0, SHOWN_CHARS_MAX) + "…";
    }

    /// Whether a message has a key as a word of its own.
    static boolean mentions(String message, String key) {
        for (int at = message.indexOf(key); at >= 0; at = message.indexOf(key, at + 1)) {
            int end = at + key.length();
            boolean startsWord = at == 0 || !letter(message.charAt(at - 1));
            if (startsWord && (end == message.length() || !letter(message.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean letter(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_';
    }
}
