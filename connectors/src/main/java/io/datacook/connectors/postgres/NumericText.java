package io.datacook.connectors.postgres;

import java.nio.charset.StandardCharsets;

/// Spells a `numeric` from the wire as PostgreSQL does: all digits, the display scale kept, no exponent.
final class NumericText {
    private static final int NAN = 0xC000;
    private static final int PLUS_INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;

    private NumericText() {}

    /// The text of one value.
    static String of(byte[] bytes, int at) {
        byte[] text = new byte[length(bytes, at)];
        return new String(text, 0, write(bytes, at, text), StandardCharsets.US_ASCII);
    }

    /// Bytes the text may take.
    static int length(byte[] bytes, int at) {
        int weight = Wire.int16(bytes, at + 2);
        int scale = Wire.int16(bytes, at + 6) & 0x3fff;
        return 2 + 4 * Math.max(1, weight + 1) + 1 + scale + 8;
    }

    /// Writes the text to the start of an array of [#length] bytes.
    ///
    /// @return bytes written
    static int write(byte[] bytes, int at, byte[] text) {
        int sign = Wire.int16(bytes, at + 4) & 0xffff;
        String word =
                switch (sign) {
                    case NAN -> "NaN";
                    case PLUS_INFINITY -> "Infinity";
                    case MINUS_INFINITY -> "-Infinity";
                    default -> "";
                };
        if (!word.isEmpty()) {
            byte[] ascii = word.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(ascii, 0, text, 0, ascii.length);
            return ascii.length;
        }
        int used = 0;
        if (sign == NumericDecoder.NEGATIVE) {
            text[used++] = '-';
        }
        int weight = Wire.int16(bytes, at + 2);
        int start = used;
        for (int power = weight; power >= 0; power--) {
            used = group(text, used, digit(bytes, at, weight - power));
        }
        used = withoutLeadingZeros(text, start, used);
        int scale = Wire.int16(bytes, at + 6) & 0x3fff;
        if (scale > 0) {
            text[used++] = '.';
            int end = used + scale;
            for (int power = -1; used < end; power--) {
                used = group(text, used, digit(bytes, at, weight - power));
            }
            used = end;
        }
        return used;
    }

    private static int digit(byte[] bytes, int at, int index) {
        int digits = Wire.int16(bytes, at);
        return index >= 0 && index < digits ? Wire.int16(bytes, at + NumericDecoder.HEADER + 2 * index) : 0;
    }

    private static int group(byte[] text, int used, int digit) {
        text[used] = (byte) ('0' + digit / 1_000);
        text[used + 1] = (byte) ('0' + digit / 100 % 10);
        text[used + 2] = (byte) ('0' + digit / 10 % 10);
        text[used + 3] = (byte) ('0' + digit % 10);
        return used + 4;
    }

    private static int withoutLeadingZeros(byte[] text, int start, int used) {
        int zeros = 0;
        while (start + zeros < used - 1 && text[start + zeros] == '0') {
            zeros++;
        }
        System.arraycopy(text, start + zeros, text, start, used - start - zeros);
        if (start == used) {
            text[used] = '0';
            return used + 1;
        }
        return used - zeros;
    }
}
