package io.datacook.engine.receipt;

import io.datacook.api.RowText;
import io.datacook.api.TypeNames;
import java.math.BigDecimal;
import java.util.HexFormat;
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
import org.apache.arrow.vector.Float2Vector;
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
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// The hash of one cell's canonical form: the same value gives the same hash whatever Arrow type carries it.
///
/// Stateless; safe for all threads.
interface CellHashes {
    long MILLIS_IN_DAY = 86_400_000;
    long MICROS_IN_SECOND = 1_000_000;
    long NANOS_IN_MICRO = 1_000;
    /// Seconds from 1970 to 2000, where PostgreSQL counts from.
    long EPOCH_SECONDS = 946_684_800;

    /// The hash of a cell that is not null.
    long at(int row);

    /// For all cells of a vector, which stays the caller's.
    static CellHashes of(FieldVector vector) {
        if (TypeNames.isJson(vector.getField())) {
            return row -> Hashes.of(CanonicalJson.of(String.valueOf(RowText.plain(vector, row))));
        }
        return switch (vector) {
            case UInt8Vector numbers -> row -> unsigned(numbers.get(row));
            case BaseIntVector numbers -> row -> Hashes.of(numbers.getValueAsLong(row));
            case DecimalVector numbers -> decimals(numbers);
            case Decimal256Vector numbers -> row -> decimal(numbers.getObjectNotNull(row));
            case Float2Vector numbers -> row -> Hashes.ofDouble(numbers.getValueAsFloat(row));
            case Float4Vector numbers -> row -> Hashes.ofDouble(numbers.get(row));
            case Float8Vector numbers -> row -> Hashes.ofDouble(numbers.get(row));
            case BitVector flags -> row -> Hashes.of(flags.get(row));
            case DateDayVector days -> row -> Hashes.of(days.get(row));
            case DateMilliVector days -> row -> Hashes.of(Math.floorDiv(days.get(row), MILLIS_IN_DAY));
            case TimeSecVector times -> row -> Hashes.of(times.get(row) * MICROS_IN_SECOND);
            case TimeMilliVector times -> row -> Hashes.of(times.get(row) * 1_000L);
            case TimeMicroVector times -> row -> Hashes.of(times.get(row));
            case TimeNanoVector times -> row -> nanos(times.get(row), 0);
            case TimeStampVector moments -> moments(moments);
            case VarCharVector texts -> narrow(texts.getDataBuffer(), texts.getOffsetBuffer());
            case LargeVarCharVector texts -> wide(texts.getDataBuffer(), texts.getOffsetBuffer());
            case ViewVarCharVector texts -> row -> Hashes.of(texts.get(row));
            case ViewVarBinaryVector bytes -> row -> hex(bytes.get(row));
            case VarBinaryVector bytes -> row -> hex(bytes.get(row));
            case LargeVarBinaryVector bytes -> row -> hex(bytes.get(row));
            case FixedSizeBinaryVector bytes -> {
                ArrowBuf data = bytes.getDataBuffer();
                long width = bytes.getByteWidth();
                yield TypeNames.isUuid(bytes.getField())
                        ? row -> new Lookup3().of(data, row * width, width)
                        : row -> hex(bytes.get(row));
            }
            case ExtensionTypeVector<?> extension
            when extension.getUnderlyingVector() instanceof FieldVector storage -> of(storage);
            default -> row -> Hashes.of(CanonicalJson.of(RowText.cell(vector, row)));
        };
    }

    private static CellHashes narrow(ArrowBuf data, ArrowBuf offsets) {
        return row -> {
            int start = offsets.getInt((long) row * Integer.BYTES);
            return new Lookup3().of(data, start, offsets.getInt((row + 1L) * Integer.BYTES) - start);
        };
    }

    private static CellHashes wide(ArrowBuf data, ArrowBuf offsets) {
        return row -> {
            long start = offsets.getLong((long) row * Long.BYTES);
            return new Lookup3().of(data, start, offsets.getLong((row + 1L) * Long.BYTES) - start);
        };
    }

    private static CellHashes moments(TimeStampVector vector) {
        TimeUnit unit = ((ArrowType.Timestamp) vector.getField().getType()).getUnit();
        return switch (unit) {
            case SECOND -> row -> Hashes.of((vector.get(row) - EPOCH_SECONDS) * MICROS_IN_SECOND);
            case MILLISECOND -> row -> Hashes.of((vector.get(row) - EPOCH_SECONDS * 1_000) * 1_000);
            case MICROSECOND -> row -> Hashes.of(vector.get(row) - EPOCH_SECONDS * MICROS_IN_SECOND);
            case NANOSECOND -> row -> nanos(vector.get(row), EPOCH_SECONDS * MICROS_IN_SECOND);
        };
    }

    /// The microseconds, and what is finer by itself, so that both spellings of a whole microsecond are one.
    private static long nanos(long value, long epochMicros) {
        long finer = Math.floorMod(value, NANOS_IN_MICRO);
        return Hashes.of(Math.floorDiv(value, NANOS_IN_MICRO) - epochMicros) + (finer == 0 ? 0 : Hashes.of(finer));
    }

    private static long hex(byte[] bytes) {
        return Hashes.of(HexFormat.of().formatHex(bytes));
    }

    private static long unsigned(long value) {
        return value >= 0 ? Hashes.of(value) : Hashes.of(Long.toUnsignedString(value));
    }

    /// Values of up to 18 digits without an object.
    private static CellHashes decimals(DecimalVector vector) {
        ArrowBuf data = vector.getDataBuffer();
        return row -> {
            long low = data.getLong(row * 16L);
            long high = data.getLong(row * 16L + Long.BYTES);
            return vector.getScale() >= 0 && high == low >> 63 ? Hashes.of(low) : decimal(vector.getObjectNotNull(row));
        };
    }

    private static long decimal(BigDecimal value) {
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        return plain.unscaledValue().bitLength() < Long.SIZE
                ? Hashes.of(plain.unscaledValue().longValue())
                : Hashes.of(plain.toPlainString());
    }
}
