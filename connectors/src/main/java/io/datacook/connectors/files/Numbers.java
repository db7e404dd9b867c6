package io.datacook.connectors.files;

/// The grammar of numbers: sign, digits, point, digits, exponent. Stateless; safe for all threads.
public final class Numbers {
    private Numbers() {}

    /// Whether a text is a number with at least one digit, and nothing else.
    public static boolean isNumber(byte[] bytes, int first, int last) {
        int at = first;
        if (at < last && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        int wholes = digits(bytes, at, last);
        at += wholes;
        int decimals = 0;
        if (at < last && bytes[at] == '.') {
            decimals = digits(bytes, at + 1, last);
            at += 1 + decimals;
        }
        if (wholes + decimals == 0) {
            return false;
        }
        if (at < last && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < last && (bytes[at] == '-' || bytes[at] == '+')) {
                at++;
            }
            int exponent = digits(bytes, at, last);
            if (exponent == 0) {
                return false;
            }
            at += exponent;
        }
        return at == last;
    }

    /// How many digits follow.
    public static int digits(byte[] bytes, int first, int last) {
        int at = first;
        while (at < last && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - first;
    }

    /// How many digits of a number matter: from the first that is no zero to the last that is no zero.
    public static int significant(byte[] bytes, int first, int last) {
        int count = 0;
        int zeros = 0;
        for (int i = first; i < last && bytes[i] != 'e' && bytes[i] != 'E'; i++) {
            if (bytes[i] == '0') {
                zeros += count > 0 ? 1 : 0;
            } else if (bytes[i] > '0' && bytes[i] <= '9') {
                count += 1 + zeros;
                zeros = 0;
            }
        }
        return count;
    }
}
