package io.datacook.connectors.files;

/// Checks bytes to be UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
///
/// Stateless; safe for all threads.
public final class Utf8 {
    private static final long HIGH = 0x8080808080808080L;

    private Utf8() {}

    /// Whether a part of an array is valid; the array has [Digits#PADDING] readable bytes behind it.
    public static boolean isValid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if ((Digits.word(bytes, at) & HIGH) == 0) {
                at += 8;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int length = sequence(bytes, at, to);
                if (length == 0) {
                    return false;
                }
                at += length;
            }
        }
        return true;
    }

    /// The length of the character of several bytes that begins here, or 0 if it is none.
    private static int sequence(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xff;
        boolean overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
        boolean beyond = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
        return overlong || beyond ? 0 : length;
    }
}
