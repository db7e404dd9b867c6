package io.datacook.engine.rows;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Reads ISO-8601 texts of dates, times, timestamps and durations.
///
/// Timestamps may have a blank instead of the `T`, may be a date alone (midnight), and may leave seconds out; an offset
/// (`Z`, `+02`, `+02:00`) is understood where the target has a zone, and refused where it has none.
@FunctionalInterface
interface TimeTexts {
    /// Where and how a timestamp may be written.
    DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .parseLenient()
            .appendOffset("+HH:mm:ss", "Z")
            .parseStrict()
            .optionalEnd()
            .optionalEnd()
            .toFormatter();

    /// Reads one text without blanks at its ends.
    Parsed parse(String text);

    /// What a text says.
    ///
    /// @param seconds since the epoch, since midnight, or in all
    /// @param nanos of a second, 0 to 999 999 999
    /// @param reason why the text says nothing, or `null`
    record Parsed(long seconds, int nanos, @Nullable String reason) {}

    /// The reader for a type.
    static TimeTexts of(ArrowType type) {
        return switch (type) {
            case ArrowType.Date _ -> TimeTexts::date;
            case ArrowType.Time _ -> TimeTexts::time;
            case ArrowType.Timestamp stamp when stamp.getTimezone() == null -> text -> timestamp(text, false);
            case ArrowType.Timestamp _ -> text -> timestamp(text, true);
            case ArrowType.Duration _ -> TimeTexts::duration;
            default -> throw new IllegalArgumentException("no texts of " + type);
        };
    }

    private static Parsed date(String text) {
        try {
            return new Parsed(LocalDate.parse(text).toEpochDay() * 86_400L, 0, null);
        } catch (DateTimeException wrong) {
            return new Parsed(0, 0, " is not a date such as 2026-11-21");
        }
    }

    private static Parsed time(String text) {
        try {
            LocalTime time = LocalTime.parse(text);
            return new Parsed(time.toSecondOfDay(), time.get(ChronoField.NANO_OF_SECOND), null);
        } catch (DateTimeException wrong) {
            return new Parsed(0, 0, " is not a time such as 10:15:30.5");
        }
    }

    private static Parsed timestamp(String text, boolean zoned) {
        try {
            String iso = text.length() > 10 && text.charAt(10) == ' '
                    ? text.substring(0, 10) + "T" + text.substring(11)
                    : text;
            TemporalAccessor parsed = TIMESTAMP.parseBest(
                    iso.replace(" +", "+"), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime offset) {
                return zoned
                        ? new Parsed(offset.toEpochSecond(), offset.getNano(), null)
                        : new Parsed(0, 0, " has an offset; cast to timestamptz to keep the point in time");
            }
            LocalDateTime local = parsed instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(parsed);
            return new Parsed(local.toEpochSecond(ZoneOffset.UTC), local.get(ChronoField.NANO_OF_SECOND), null);
        } catch (DateTimeException wrong) {
            return new Parsed(0, 0, " is not a timestamp such as 2026-11-21T10:15:30.5" + (zoned ? "Z" : ""));
        }
    }

    private static Parsed duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            return new Parsed(duration.getSeconds(), duration.getNano(), null);
        } catch (DateTimeException | ArithmeticException wrong) {
            return new Parsed(0, 0, " is not a duration such as PT1H30M");
        }
    }
}
