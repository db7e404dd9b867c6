package io.datacook.engine.recipe;

import io.datacook.api.ByteSize;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns the text of one scalar into a value of a component's type.
final class ScalarValues {
    private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,12}(?:ms|s|m|h|d))+");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private ScalarValues() {}

    /// A text that does not fit, with a message that starts after the value: `is not a whole number`.
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message, null, false, false);
        }
    }

    /// Parses a text as a type other than text, path and secret.
    ///
    /// @throws Unfit saying what the type allows
    static Object parse(String text, Class<?> type) throws Unfit {
        String stripped = text.strip();
        if (type == int.class || type == Integer.class) {
            return (int) wholeNumber(stripped, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return wholeNumber(stripped, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return decimal(stripped).doubleValue();
        }
        if (type == BigDecimal.class) {
            return decimal(stripped);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(stripped);
        }
        if (type == Duration.class) {
            return duration(stripped);
        }
        if (type == ByteSize.class) {
            return byteSize(stripped);
        }
        if (type.isEnum()) {
            return word(stripped, type);
        }
        throw new IllegalStateException("options cannot have components of " + type);
    }

    /// How recipes spell the constants of an enum.
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(ScalarValues::word).toList();
    }

    /// How recipes spell a constant.
    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static Object word(String text, Class<?> type) throws Unfit {
        for (Object constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw new Unfit("is not one of " + String.join(", ", words(type)));
    }

    private static long wholeNumber(String text, long min, long max) throws Unfit {
        BigInteger number;
        try {
            number = text.startsWith("0x")
                    ? new BigInteger(text.substring(2), 16)
                    : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new Unfit("is not a whole number; write digits only, such as 5000");
        }
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new Unfit(
                    number.signum() < 0
                            ? "is too small; allowed is at least " + min
                            : "is too large; allowed is at most " + max);
        }
        return number.longValue();
    }

    private static BigDecimal decimal(String text) throws Unfit {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Unfit("is not a number");
        }
    }

    private static boolean bool(String text) throws Unfit {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> throw new Unfit("is neither true nor false");
        };
    }

    private static ByteSize byteSize(String text) throws Unfit {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Unfit(
                    "is not a byte size; write a whole number with B, KB, MB, GB, KiB, MiB or GiB, such as 128MiB");
        }
    }

    /// `30s`, `5m`, `1h30m`, `500ms`, `2d`, or ISO-8601 `PT30S`.
    static Duration duration(String text) throws Unfit {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.startsWith("P")) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw notADuration();
            }
        }
        if (!DURATION.matcher(text).matches()) {
            throw notADuration();
        }
        Duration sum = Duration.ZERO;
        Matcher part = DURATION_PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(
                    UNITS.getOrDefault(part.group(2), Duration.ZERO).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    private static Unfit notADuration() {
        return new Unfit("is not a duration; write 500ms, 30s, 5m, 1h30m or 2d");
    }
}
