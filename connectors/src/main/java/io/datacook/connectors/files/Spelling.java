package io.datacook.connectors.files;

/// Spells numbers and times as ASCII into a byte array. Stateless; safe for all threads.
///
/// Callers keep room: 20 bytes for a number, 32 for a timestamp.
public final class Spelling {
    private static final byte[] PAIRS = new byte[200];
    private static final byte[] LONG_MIN = {
        '-', '9', '2', '2', '3', '3', '7', '2', '0', '3', '6', '8', '5', '4', '7', '7', '5', '8', '0', '8'
    };

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private Spelling() {}

    /// Writes a whole number.
    ///
    /// @return the index behind it
    public static int putLong(byte[] bytes, int at, long value) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LONG_MIN, 0, bytes, at, LONG_MIN.length);
            return at + LONG_MIN.length;
        }
        int from = at;
        long left = value;
        if (left < 0) {
            bytes[from++] = '-';
            left = -left;
        }
        return putDigits(bytes, from, left, length(left));
    }

    /// Writes a number that is not negative with zeros in front up to a length.
    ///
    /// @return the index behind it
    public static int putDigits(byte[] bytes, int at, long value, int length) {
        long left = value;
        int to = at + length;
        while (to - at >= 2) {
            long rest = left / 100;
            int pair = (int) (left - rest * 100) * 2;
            bytes[--to] = PAIRS[pair + 1];
            bytes[--to] = PAIRS[pair];
            left = rest;
        }
        if (to > at) {
            bytes[at] = (byte) ('0' + left % 10);
        }
        return at + length;
    }

    private static int length(long value) {
        int length = 1;
        while (length < 19 && value >= Digits.power(length)) {
            length++;
        }
        return length;
    }

    /// Writes a decimal.
    ///
    /// @param scale 0 to 18
    /// @return the index behind it
    public static int putDecimal(byte[] bytes, int at, long unscaled, int scale) {
        if (scale == 0) {
            return putLong(bytes, at, unscaled);
        }
        int from = at;
        long left = unscaled;
        if (left < 0) {
            bytes[from++] = '-';
            left = -left;
        }
        long whole = left / Digits.power(scale);
        from = putDigits(bytes, from, whole, length(whole));
        bytes[from++] = '.';
        return putDigits(bytes, from, left % Digits.power(scale), scale);
    }

    /// Whether a day is in the years 0000 to 9999, whose dates have ten characters.
    public static boolean isFourDigitYear(long day) {
        return day >= -719_528 && day <= 2_932_896;
    }

    /// Writes a date of ten characters: Howard Hinnant's civil_from_days.
    ///
    /// @return the index behind it
    public static int putDate(byte[] bytes, int at, int day) {
        int shifted = day + 719_468;
        int era = Math.floorDiv(shifted, 146_097);
        int dayOfEra = shifted - era * 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int from = putDigits(bytes, at, year, 4);
        bytes[from++] = '-';
        from = putDigits(bytes, from, month, 2);
        bytes[from++] = '-';
        return putDigits(bytes, from, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2);
    }

    /// Writes a time of day, and as many decimals of the second as are not zero.
    ///
    /// @return the index behind it
    public static int putTime(byte[] bytes, int at, int secondOfDay, int nanos) {
        int from = putDigits(bytes, at, secondOfDay / 3600, 2);
        bytes[from++] = ':';
        from = putDigits(bytes, from, secondOfDay / 60 % 60, 2);
        bytes[from++] = ':';
        from = putDigits(bytes, from, secondOfDay % 60, 2);
        if (nanos == 0) {
            return from;
        }
        bytes[from++] = '.';
        from = putDigits(bytes, from, nanos, 9);
        while (bytes[from - 1] == '0') {
            from--;
        }
        return from;
    }
}
