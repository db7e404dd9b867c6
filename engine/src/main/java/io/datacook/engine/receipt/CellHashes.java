package io.datacook.engine.receipt;

import io.datacook.api.RowText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// The hash of one cell's canonical form: the same value gives the same hash whatever Arrow type carries it.
///
/// Stateless; safe for all threads.
interface CellHashes {
    long MILLIS_IN_DAY = 86_400_000;
    long NANOS_IN_SECOND = 1_000_000_000;

    /// The hash of a cell that is not null.
    long at(int row);

    /// For all cells of a vector, which stays the caller's.
    static CellHashes of(FieldVector vector) {
        return switch (vector) {
            case UInt8Vector numbers -> row -> unsigned(numbers.get(row));
            case BaseIntVector numbers -> row -> Hashes.of(numbers.getValueAsLong(row));
            case DecimalVector numbers -> decimals(numbers);
            case Decimal256Vector numbers -> row -> decimal(numbers.getObjectNotNull(row));
            case Float4Vector numbers -> row -> floating(numbers.get(row));
            case Float8Vector numbers -> row -> floating(numbers.get(row));
            case BitVector flags -> row -> Hashes.of(flags.get(row));
            case DateDayVector days -> row -> Hashes.of(days.get(row) * MILLIS_IN_DAY);
            case DateMilliVector days -> row -> Hashes.of(days.get(row));
            case TimeSecVector times -> row -> Hashes.of(times.get(row) * NANOS_IN_SECOND);
            case TimeMilliVector times -> row -> Hashes.of(times.get(row) * 1_000_000L);
            case TimeMicroVector times -> row -> Hashes.of(times.get(row) * 1_000);
            case TimeNanoVector times -> row -> Hashes.of(times.get(row));
            case TimeStampVector moments -> moments(moments);
            case VarCharVector texts -> narrow(texts.getDataBuffer(), texts.getOffsetBuffer());
            case VarBinaryVector bytes -> narrow(bytes.getDataBuffer(), bytes.getOffsetBuffer());
            case LargeVarCharVector texts -> wide(texts.getDataBuffer(), texts.getOffsetBuffer());
            case LargeVarBinaryVector bytes -> wide(bytes.getDataBuffer(), bytes.getOffsetBuffer());
            case FixedSizeBinaryVector bytes -> {
                ArrowBuf data = bytes.getDataBuffer();
                long width = bytes.getByteWidth();
                yield row -> Hashes.of(data, row * width, width);
            }
            case ExtensionTypeVector<?> extension
            when extension.getUnderlyingVector() instanceof FieldVector storage -> of(storage);
            default -> row -> Hashes.of(RowText.cell(vector, row).getBytes(StandardCharsets.UTF_8));
        };
    }

    private static CellHashes narrow(ArrowBuf data, ArrowBuf offsets) {
        return row -> {
            int start = offsets.getInt((long) row * Integer.BYTES);
            return Hashes.of(data, start, offsets.getInt((row + 1L) * Integer.BYTES) - start);
        };
    }

    private static CellHashes wide(ArrowBuf data, ArrowBuf offsets) {
        return row -> {
            long start = offsets.getLong((long) row * Long.BYTES);
            return Hashes.of(data, start, offsets.getLong((row + 1L) * Long.BYTES) - start);
        };
    }

    private static CellHashes moments(TimeStampVector vector) {
        TimeUnit unit = ((ArrowType.Timestamp) vector.getField().getType()).getUnit();
        long perSecond =
                switch (unit) {
                    case SECOND -> 1;
                    case MILLISECOND -> 1_000;
                    case MICROSECOND -> 1_000_000;
                    case NANOSECOND -> NANOS_IN_SECOND;
                };
        long nanos = NANOS_IN_SECOND / perSecond;
        return row -> {
            long value = vector.get(row);
            return Hashes.of(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanos);
        };
    }

    private static long floating(double value) {
        return Hashes.of(Double.doubleToLongBits(value + 0.0));
    }

    private static long unsigned(long value) {
        return value >= 0 ? Hashes.of(value) : decimal(new BigDecimal(Long.toUnsignedString(value)));
    }

    /// Values of up to 18 digits without an object.
    private static CellHashes decimals(DecimalVector vector) {
        ArrowBuf data = vector.getDataBuffer();
        int scale = vector.getScale();
        return row -> {
            long low = data.getLong(row * 16L);
            long high = data.getLong(row * 16L + Long.BYTES);
            return scale >= 0 && high == low >> 63 ? decimal(low, scale) : decimal(vector.getObjectNotNull(row));
        };
    }

    private static long decimal(long unscaled, int scale) {
        long value = unscaled;
        int places = value == 0 ? 0 : scale;
        while (places > 0 && value % 10 == 0) {
            value /= 10;
            places--;
        }
        return places == 0 ? Hashes.of(value) : Hashes.of(value, places);
    }

    private static long decimal(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() < 0) {
            plain = plain.setScale(0);
        }
        return plain.unscaledValue().bitLength() < Long.SIZE
                ? decimal(plain.unscaledValue().longValue(), plain.scale())
                : Hashes.of(plain.toPlainString().getBytes(StandardCharsets.UTF_8));
    }
}
