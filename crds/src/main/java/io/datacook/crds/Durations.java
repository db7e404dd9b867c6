package io.datacook.crds;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as recipes and manifests spell them: `500ms`, `30s`, `5m`, `1h30m`, `2d`.
public final class Durations {
    /// What the schema lets in.
    public static final String PATTERN = "^([0-9]{1,9}(ms|s|m|h|d))+$";

    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /// Reads a text the schema let in.
    ///
    /// @throws IllegalArgumentException if it is no duration
    public static Duration parse(String text) {
        if (!text.matches(PATTERN)) {
            throw new IllegalArgumentException("'%s' is no duration such as 30s, 5m or 1h30m".formatted(text));
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
        return sum;
    }
}
