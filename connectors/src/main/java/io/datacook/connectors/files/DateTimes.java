package io.datacook.connectors.files;

/// Parses `2026-11-21`, `2026-11-21 10:15:30.123456` and `2026-11-21T10:15:30+01:00` out of bytes.
///
/// The result of a call stays until the next one. **Threading:** one thread.
public final class DateTimes {
    public static final int DATE_LENGTH = 10;
    private static final int MINUTE_LENGTH = 16;
    private static final int SECOND_LENGTH = 19;
    /// Days of a year in front of each month, without a leap day.
    private static final int[] DAYS_BEFORE = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

    private static final int DAYS_TO_1970 = 719_528;
    private static final long DASHES = 0x2d00002d00000000L;
    private static final long DASH_BYTES = 0xff0000ff00000000L;

    private int days;
    private long seconds;
    private int nanos;
    private boolean zoned;
    private int dayBefore = -1;

    /// Days since 1970-01-01 of the last date.
    public int days() {
        return days;
    }

    /// Seconds since 1970-01-01T00:00:00, in UTC where the text had a zone.
    public long seconds() {
        return seconds;
    }

    /// Nanoseconds within the second.
    public int nanos() {
        return nanos;
    }

    /// Whether the text named a zone.
    public boolean isZoned() {
        return zoned;
    }

    /// Parses a date of ten characters; [#days] then holds it.
    public boolean date(byte[] bytes, int at) {
        long head = Digits.word(bytes, at);
        long tail = Digits.word(bytes, at + 8);
        long digits = (head & 0xffffffffL) | ((head >>> 8) & 0x0000ffff00000000L) | (tail << 48);
        if (!Digits.areDigits(digits) || (head & DASH_BYTES) != DASHES) {
            return false;
        }
        int day = Digits.parse8(digits);
        // neighbours often share their date
        return day == dayBefore || days(day);
    }

    private boolean days(int yearMonthDay) {
        int year = yearMonthDay / 10_000;
        int month = yearMonthDay / 100 % 100;
        int day = yearMonthDay % 100;
        if (month < 1 || month > 12 || day < 1 || (day > 28 && day > lengthOf(year, month))) {
            return false;
        }
        int before = year - 1;
        int leapDay = month > 2 && isLeap(year) ? 1 : 0;
        days = 365 * year
                + (year == 0 ? -1 : before / 4 - before / 100 + before / 400)
                + DAYS_BEFORE[month]
                + leapDay
                + day
                - DAYS_TO_1970;
        dayBefore = yearMonthDay;
        return true;
    }

    private static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static int lengthOf(int year, int month) {
        if (month == 2) {
            return isLeap(year) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /// Parses a date, or a date and a time with or without a zone.
    ///
    /// @return whether it was one; then [#seconds], [#nanos] and [#isZoned] hold it
    public boolean timestamp(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length < DATE_LENGTH || !date(bytes, start)) {
            return false;
        }
        nanos = 0;
        zoned = false;
        seconds = days * 86_400L;
        if (length == DATE_LENGTH) {
            return true;
        }
        if (length < MINUTE_LENGTH || (bytes[start + 10] != ' ' && bytes[start + 10] != 'T')) {
            return false;
        }
        boolean withSeconds = length >= SECOND_LENGTH && bytes[start + 16] == ':';
        long middle = Digits.word(bytes, start + 8);
        long tail = Digits.word(bytes, start + 16);
        long digits = ((middle >>> 24) & 0xffffL)
                | (((middle >>> 48) & 0xffffL) << 16)
                | ((withSeconds ? (tail >>> 8) & 0xffffL : 0x3030L) << 32)
                | 0x3030000000000000L;
        if (!Digits.areDigits(digits) || bytes[start + 13] != ':') {
            return false;
        }
        int time = Digits.parse8(digits) / 100;
        int hour = time / 10_000;
        int minute = time / 100 % 100;
        int second = time % 100;
        if (hour > 23 || minute > 59 || second > 59) {
            return false;
        }
        seconds += hour * 3600 + minute * 60 + second;
        return rest(bytes, withSeconds ? start + SECOND_LENGTH : start + MINUTE_LENGTH, end, withSeconds);
    }

    /// Parses what follows the time: decimals of the second and a zone.
    private boolean rest(byte[] bytes, int from, int end, boolean withSeconds) {
        int at = from;
        if (withSeconds && at < end && bytes[at] == '.') {
            int count = Numbers.digits(bytes, at + 1, Math.min(end, at + 11));
            if (count == 0 || count > 9) {
                return false;
            }
            nanos = (int) (Digits.parse16(bytes, at + 1, count) * Digits.power(9 - count));
            at += 1 + count;
        }
        return at == end || zone(bytes, at, end);
    }

    private boolean zone(byte[] bytes, int at, int end) {
        zoned = true;
        if (bytes[at] == 'Z' || bytes[at] == 'z') {
            return at + 1 == end;
        }
        int length = end - at;
        boolean colon = length == 6 && bytes[at + 3] == ':';
        if ((bytes[at] != '+' && bytes[at] != '-') || !(length == 3 || length == 5 || colon)) {
            return false;
        }
        long hours = Digits.parse16(bytes, at + 1, 2);
        long minutes = length == 3 ? 0 : Digits.parse16(bytes, end - 2, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return false;
        }
        long offset = hours * 3600 + minutes * 60;
        seconds -= bytes[at] == '-' ? -offset : offset;
        return true;
    }
}
