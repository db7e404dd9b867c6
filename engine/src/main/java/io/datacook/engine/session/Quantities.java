package io.datacook.engine.session;

import io.datacook.api.ByteSize;
import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them, the same in the terminal and in the report. Stateless; safe for all threads.
public final class Quantities {
    private Quantities() {}

    /// `1,234,567`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1 row`, `1,234 rows`.
    public static String of(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /// `17.3 MiB`.
    public static String bytes(long bytes) {
        return new ByteSize(Math.max(0, bytes)).toString();
    }

    /// `87 ms`, `1.32 s`, `4 min 07 s`, `2 h 05 min`.
    public static String time(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
        }
        long seconds = duration.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }

    /// `950`, `12.3 k`, `4.5 M`, `1.2 G`: three digits at most in front of the unit.
    public static String brief(double number) {
        if (number < 1000) {
            return String.format(Locale.ROOT, number < 10 && number != Math.rint(number) ? "%.1f" : "%.0f", number);
        }
        String units = "kMGT";
        double scaled = number;
        int power = -1;
        do {
            scaled /= 1000;
            power++;
        } while (scaled >= 999.5 && power < units.length() - 1);
        return String.format(Locale.ROOT, scaled < 99.95 ? "%.1f %s" : "%.0f %s", scaled, units.charAt(power));
    }

    /// How many in a second, 0 if no time passed.
    public static double perSecond(long number, Duration elapsed) {
        long nanos = elapsed.toNanos();
        return nanos <= 0 ? 0 : number * 1e9 / nanos;
    }
}
