package io.datacook.engine.step;

import org.jspecify.annotations.Nullable;

/// Reads numbers as people write them: with currencies, separated thousands, and a sign before, behind or as brackets.
final class NumericText {
    private static final int CHARS_MAX = 200;

    private NumericText() {}

    /// The number in plain digits, such as `-1234.50`; empty for a blank text, `null` if the text is no number.
    static @Nullable String plain(String text, DecimalMark mark) {
        String body = withoutCurrency(text.strip());
        if (body.isEmpty()) {
            return text.isBlank() ? "" : null;
        }
        boolean negative = false;
        if (body.startsWith("(") && body.endsWith(")") && body.length() > 2) {
            negative = true;
            body = withoutCurrency(body.substring(1, body.length() - 1).strip());
        }
        if (isSign(body, 0) && body.length() > 1) {
            negative ^= body.charAt(0) != '+';
            body = withoutCurrency(body.substring(1).strip());
        } else if (isSign(body, body.length() - 1) && body.length() > 1) {
            negative ^= body.charAt(body.length() - 1) != '+';
            body = withoutCurrency(body.substring(0, body.length() - 1).strip());
        }
        String digits = body.length() > CHARS_MAX ? null : digits(body, mark);
        return digits == null ? null : (negative ? "-" : "") + digits;
    }

    /// Why a text is no number.
    static String problem(String text, DecimalMark mark) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return "'%s' is not a number with a decimal %s, such as %s"
                .formatted(
                        shown,
                        mark == DecimalMark.POINT ? "point" : "comma",
                        mark == DecimalMark.POINT ? "€ -1,234.50" : "€ -1.234,50");
    }

    /// Digits and at most one decimal mark, thousands taken out if they stand in groups of three (or two, as in India).
    private static @Nullable String digits(String body, DecimalMark mark) {
        StringBuilder digits = new StringBuilder();
        boolean fraction = false;
        int sinceSeparator = -1;
        for (int i = 0; i < body.length(); i++) {
            char next = body.charAt(i);
            if (next >= '0' && next <= '9') {
                digits.append(next);
                sinceSeparator += sinceSeparator < 0 ? 0 : 1;
            } else if (next == mark.decimal() && !fraction && sinceSeparator != 0 && endsGroup(sinceSeparator)) {
                fraction = true;
                sinceSeparator = -1;
                digits.append('.');
            } else if (isThousands(next, mark) && !fraction && !digits.isEmpty() && startsGroup(sinceSeparator)) {
                sinceSeparator = 0;
            } else {
                return null;
            }
        }
        boolean any = digits.length() > (fraction ? 1 : 0);
        return any && endsGroup(sinceSeparator) ? digits.toString() : null;
    }

    private static boolean startsGroup(int sinceSeparator) {
        return sinceSeparator < 0 || sinceSeparator == 3 || sinceSeparator == 2;
    }

    private static boolean endsGroup(int sinceSeparator) {
        return sinceSeparator < 0 || sinceSeparator == 3;
    }

    private static boolean isThousands(char next, DecimalMark mark) {
        return next == mark.thousands()
                || next == '\''
                || next == '\u2019'
                || next == '_'
                || next == ' '
                || next == '\u00a0'
                || next == '\u2009'
                || next == '\u202f';
    }

    private static boolean isSign(String text, int at) {
        return !text.isEmpty() && "+-\u2212".indexOf(text.charAt(at)) >= 0;
    }

    /// Takes one currency off: a symbol, or a code of three capital letters, before or behind.
    private static String withoutCurrency(String text) {
        String body = text;
        if (body.matches("(?s)\\p{Sc}.*")) {
            body = body.substring(1);
        } else if (body.matches("(?s).*\\p{Sc}")) {
            body = body.substring(0, body.length() - 1);
        } else if (body.matches("(?s)[A-Z]{3}(?![A-Za-z]).*")) {
            body = body.substring(3);
        } else if (body.matches("(?s).*(?<![A-Za-z])[A-Z]{3}")) {
            body = body.substring(0, body.length() - 3);
        }
        return strip(body);
    }

    /// Cuts blanks, non-breaking ones included.
    private static String strip(String text) {
        return text.replaceAll("^[\\s\\u00a0\\u202f\\u2009]+|[\\s\\u00a0\\u202f\\u2009]+$", "");
    }
}
