package io.datacook.operator.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cron expression of five fields: minute, hour, day of month, month, day of week.
///
/// When clocks change: an expression with hours of its own fires once at each of its wall times. One that the clock
/// jumps over fires at the end of the jump, one that comes twice fires the first time. With `*` as hour it follows the
/// time that passes: nothing in the hour that is missing, twice in the hour that comes twice.
///
/// @param text as written
/// @param minutes of the hour
/// @param hours of the day
/// @param days of the month
/// @param months 1 to 12
/// @param weekdays 0 to 6, Sunday is 0
/// @param eitherDay whether a day counts if its day of month or its day of week matches, because both are given
/// @param everyHour whether the hour is `*`
record Cron(
        String text,
        BitSet minutes,
        BitSet hours,
        BitSet days,
        BitSet months,
        BitSet weekdays,
        boolean eitherDay,
        boolean everyHour) {
    private static final Map<String, String> WORDS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /// February 29 on a given weekday comes within 40 years.
    private static final int DAYS_AHEAD_MAX = 366 * 41;

    /// Reads an expression.
    ///
    /// @throws IllegalArgumentException with a message for users
    static Cron parse(String text) {
        String written = text.strip();
        String[] fields = WORDS.getOrDefault(written, written).split(" +");
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "cron '%s' has %d fields; it takes five: minute, hour, day of month, month, day of week"
                            .formatted(text, fields.length));
        }
        BitSet weekdays = field(text, fields[4], 0, 7, WEEKDAYS, 0);
        if (weekdays.get(7)) {
            weekdays.set(0);
            weekdays.clear(7);
        }
        return new Cron(
                text,
                field(text, fields[0], 0, 59, List.of(), 0),
                field(text, fields[1], 0, 23, List.of(), 0),
                field(text, fields[2], 1, 31, List.of(), 0),
                field(text, fields[3], 1, 12, MONTHS, 1),
                weekdays,
                !fields[2].startsWith("*") && !fields[4].startsWith("*"),
                fields[1].equals("*"));
    }

    private static BitSet field(String cron, String field, int min, int max, List<String> names, int nameBase) {
        BitSet values = new BitSet(max + 1);
        for (String part : field.split(",", -1)) {
            String[] steps = part.split("/", -1);
            String range = steps[0];
            int step = steps.length == 2 ? number(cron, steps[1], List.of(), 0) : 1;
            int from;
            int to;
            if (range.equals("*") || range.equals("?")) {
                from = min;
                to = max == 7 ? 6 : max;
            } else {
                String[] ends = range.split("-", -1);
                from = number(cron, ends[0], names, nameBase);
                to = ends.length == 2 ? number(cron, ends[1], names, nameBase) : steps.length == 2 ? max : from;
                if (ends.length > 2) {
                    from = -1;
                }
            }
            if (steps.length > 2 || step < 1 || from < min || to > max || from > to) {
                throw new IllegalArgumentException(
                        "cron '%s': '%s' is not within %d to %d".formatted(cron, part, min, max));
            }
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int number(String cron, String text, List<String> names, int nameBase) {
        int named = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (named >= 0) {
            return named + nameBase;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("cron '%s': '%s' is no number".formatted(cron, text));
        }
        return Integer.parseInt(text);
    }

    /// The first instant after another at which it fires, or `null` if it never does, such as on February 30.
    @Nullable
    Instant next(Instant after, ZoneId zone) {
        return everyHour ? nextByTime(after, zone) : nextByWallClock(after, zone);
    }

    /// Follows the time that passes: offset by offset.
    private @Nullable Instant nextByTime(Instant after, ZoneId zone) {
        Instant from = after;
        for (int transitions = 0; transitions < 200; transitions++) {
            ZoneOffset offset = zone.getRules().getOffset(from);
            ZoneOffsetTransition transition = zone.getRules().nextTransition(from);
            Instant until = transition == null ? null : transition.getInstant();
            LocalDateTime local = nextLocal(LocalDateTime.ofInstant(from, offset), from.equals(after));
            Instant found = local == null ? null : local.toInstant(offset);
            if (found != null && (until == null || found.isBefore(until))) {
                return found;
            }
            if (until == null) {
                return null;
            }
            from = until;
        }
        return null;
    }

    /// Follows the clock on the wall.
    private @Nullable Instant nextByWallClock(Instant after, ZoneId zone) {
        LocalDateTime start = LocalDateTime.ofInstant(after, zone);
        // A wall time within or before a jump may fire after it: look from before the jump.
        LocalDateTime local = start.minusHours(3);
        for (int tries = 0; tries < 1000; tries++) {
            local = nextLocal(local, true);
            if (local == null) {
                return null;
            }
            Instant fires = resolve(local, zone);
            if (fires.isAfter(after)) {
                return fires;
            }
        }
        return null;
    }

    private static Instant resolve(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (!offsets.isEmpty()) {
            return local.toInstant(offsets.getFirst());
        }
        return zone.getRules().getTransition(local).getInstant();
    }

    /// The first wall time after (or at) another.
    private @Nullable LocalDateTime nextLocal(LocalDateTime from, boolean exclusive) {
        LocalDateTime start = from.withSecond(0).withNano(0);
        if (exclusive || start.isBefore(from)) {
            start = start.plusMinutes(1);
        }
        LocalDate date = start.toLocalDate();
        for (int days = 0; days <= DAYS_AHEAD_MAX; days++) {
            if (matches(date)) {
                LocalTime time = nextTime(days == 0 ? start.toLocalTime() : LocalTime.MIN);
                if (time != null) {
                    return date.atTime(time);
                }
            }
            date = date.plusDays(1);
        }
        return null;
    }

    private boolean matches(LocalDate date) {
        if (!months.get(date.getMonthValue())) {
            return false;
        }
        boolean day = days.get(date.getDayOfMonth());
        boolean weekday = weekdays.get(date.getDayOfWeek().getValue() % 7);
        return eitherDay ? day || weekday : day && weekday;
    }

    private @Nullable LocalTime nextTime(LocalTime from) {
        int hour = hours.nextSetBit(from.getHour());
        if (hour == from.getHour()) {
            int minute = minutes.nextSetBit(from.getMinute());
            if (minute >= 0) {
                return LocalTime.of(hour, minute);
            }
            hour = hours.nextSetBit(hour + 1);
        }
        return hour < 0 ? null : LocalTime.of(hour, minutes.nextSetBit(0));
    }

    /// The zone of a name.
    ///
    /// @throws IllegalArgumentException with a message for users
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "timeZone '%s' is no IANA time zone such as Europe/Madrid".formatted(name), e);
        }
    }
}
