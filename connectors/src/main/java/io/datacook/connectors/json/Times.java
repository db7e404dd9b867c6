package io.datacook.connectors.json;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Base64;
import java.util.UUID;
import org.apache.arrow.vector.types.TimeUnit;

/// Texts of times and of bytes. Stateless; safe for all threads.
final class Times {
    private static final long NANOS = 1_000_000_000L;

    private Times() {}

    /// How many of a unit are a second.
    static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1L;
            case MILLISECOND -> 1_000L;
            case MICROSECOND -> 1_000_000L;
            case NANOSECOND -> NANOS;
        };
    }

    /// A time of day, counted in a unit.
    ///
    /// @throws ArithmeticException if it is finer than the unit
    static long ofDay(String text, long perSecond) {
        return count(Duration.ofNanos(LocalTime.parse(text).toNanoOfDay()), perSecond);
    }

    /// A duration, counted in a unit.
    ///
    /// @throws ArithmeticException if it is finer than the unit
    static long count(Duration duration, long perSecond) {
        if (duration.getNano() % (NANOS / perSecond) != 0) {
            throw new ArithmeticException("finer than the unit");
        }
        return Math.addExact(
                Math.multiplyExact(duration.getSeconds(), perSecond), duration.getNano() / (NANOS / perSecond));
    }

    /// A UUID of 36 characters, or base64.
    ///
    /// @throws IllegalArgumentException if there are more or fewer bytes
    static byte[] fixedBytes(String text, int width) {
        if (width == 16 && text.length() == 36) {
            UUID uuid = UUID.fromString(text);
            return ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length != width) {
            throw new IllegalArgumentException("another length");
        }
        return bytes;
    }
}
