package io.datacook.connectors.csv;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.UUID;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// How the texts of a rare type become values: the texts `RowText` spells. Stateless; safe for all threads.
///
/// @param expected what a text must look like, for messages
/// @param takesEmpty whether a quoted empty text is a value
/// @param setter sets one value
record AnyType(String expected, boolean takesEmpty, Setter setter) {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /// Sets one value, or throws if the text does not spell one.
    interface Setter {
        void set(FieldVector vector, int row, String text);
    }

    /// The way of a type, or `null` if CSV has none.
    static @Nullable AnyType of(ArrowType type) {
        return switch (type) {
            case ArrowType.Int _ -> new AnyType("a whole number from 0 to " + UINT64_MAX, false, AnyType::uint64);
            case ArrowType.FloatingPoint _ ->
                new AnyType(
                        "a number that fits 16 bits",
                        false,
                        (vector, row, text) ->
                                ((Float2Vector) vector).setSafe(row, Float.floatToFloat16(Float.parseFloat(text))));
            case ArrowType.Decimal decimal ->
                new AnyType(
                        "a decimal with at most %d digits, %d of them behind the point"
                                .formatted(decimal.getPrecision(), decimal.getScale()),
                        false,
                        (vector, row, text) -> decimal256((Decimal256Vector) vector, row, text, decimal));
            case ArrowType.Date _ ->
                new AnyType(
                        "a date such as 2026-11-21",
                        false,
                        (vector, row, text) -> ((DateMilliVector) vector)
                                .setSafe(row, LocalDate.parse(text).toEpochDay() * MILLIS_PER_DAY));
            case ArrowType.Time time ->
                new AnyType("a time such as 10:15:30", false, (vector, row, text) -> time(vector, row, text, time));
            case ArrowType.Duration duration ->
                new AnyType(
                        "a duration such as PT1.5S",
                        false,
                        (vector, row, text) -> ((DurationVector) vector)
                                .setSafe(row, count(Duration.parse(text), duration.getUnit())));
            case ArrowType.FixedSizeBinary binary ->
                binary.getByteWidth() == 16
                        ? new AnyType("a UUID, or 16 bytes in base64", false, AnyType::uuid)
                        : new AnyType(
                                "%d bytes in base64".formatted(binary.getByteWidth()),
                                false,
                                (vector, row, text) -> fixed((FixedSizeBinaryVector) vector, row, base64(text)));
            case ArrowType.Binary _ ->
                new AnyType(
                        "bytes in base64",
                        true,
                        (vector, row, text) -> ((VarBinaryVector) vector).setSafe(row, base64(text)));
            case ArrowType.LargeBinary _ ->
                new AnyType(
                        "bytes in base64",
                        true,
                        (vector, row, text) -> ((LargeVarBinaryVector) vector).setSafe(row, base64(text)));
            case ArrowType.LargeUtf8 _ ->
                new AnyType(
                        "text",
                        true,
                        (vector, row, text) ->
                                ((LargeVarCharVector) vector).setSafe(row, text.getBytes(StandardCharsets.UTF_8)));
            default -> null;
        };
    }

    /// Sets a value.
    ///
    /// @return whether the text spells one
    boolean set(FieldVector vector, int row, String text) {
        try {
            setter.set(vector, row, text);
            return true;
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException unfit) {
            return false;
        }
    }

    private static void uint64(FieldVector vector, int row, String text) {
        BigInteger value = new BigInteger(text);
        if (value.signum() < 0 || value.compareTo(UINT64_MAX) > 0) {
            throw new ArithmeticException("out of range");
        }
        ((UInt8Vector) vector).setSafe(row, value.longValue());
    }

    private static void decimal256(Decimal256Vector vector, int row, String text, ArrowType.Decimal type) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BigInteger unscaled = DecimalColumn.unscaled(bytes, 0, bytes.length, type.getPrecision(), type.getScale());
        if (unscaled == null) {
            throw new ArithmeticException("out of range");
        }
        vector.setSafe(row, new BigDecimal(unscaled, type.getScale()));
    }

    private static void time(FieldVector vector, int row, String text, ArrowType.Time type) {
        long nanos = LocalTime.parse(text).toNanoOfDay();
        long value = count(Duration.ofNanos(nanos), type.getUnit());
        switch (vector) {
            case TimeSecVector seconds -> seconds.setSafe(row, (int) value);
            case TimeMilliVector millis -> millis.setSafe(row, (int) value);
            case TimeMicroVector micros -> micros.setSafe(row, value);
            case TimeNanoVector all -> all.setSafe(row, value);
            default -> throw new IllegalArgumentException(vector.getField().toString());
        }
    }

    /// A duration in a unit, exactly.
    private static long count(Duration duration, TimeUnit unit) {
        long perSecond =
                switch (unit) {
                    case SECOND -> 1L;
                    case MILLISECOND -> 1_000L;
                    case MICROSECOND -> 1_000_000L;
                    case NANOSECOND -> 1_000_000_000L;
                };
        long nanosPerUnit = 1_000_000_000L / perSecond;
        if (duration.getNano() % nanosPerUnit != 0) {
            throw new ArithmeticException("finer than the unit");
        }
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), perSecond), duration.getNano() / nanosPerUnit);
    }

    private static void uuid(FieldVector vector, int row, String text) {
        byte[] bytes;
        if (text.length() == 36) {
            UUID uuid = UUID.fromString(text);
            bytes = ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        } else {
            bytes = base64(text);
        }
        fixed((FixedSizeBinaryVector) vector, row, bytes);
    }

    private static void fixed(FixedSizeBinaryVector vector, int row, byte[] bytes) {
        if (bytes.length != vector.getByteWidth()) {
            throw new IllegalArgumentException("another length");
        }
        vector.setSafe(row, bytes);
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }
}
