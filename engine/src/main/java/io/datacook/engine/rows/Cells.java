package io.datacook.engine.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.types.TimeUnit;

/// Reads and writes cells of columns as a few Java types; the type is found once for a column, not for a cell.
final class Cells {
    private static final long MASK_32 = 0xffff_ffffL;

    private Cells() {}

    /// Reads a cell that is not null as a number.
    @FunctionalInterface
    interface LongOf {
        long at(int row);
    }

    /// Reads a cell that is not null as a floating point number.
    @FunctionalInterface
    interface DoubleOf {
        double at(int row);
    }

    /// Reads a cell that is not null as a decimal.
    @FunctionalInterface
    interface DecimalOf {
        BigDecimal at(int row);
    }

    /// Reads a cell that is not null as bytes.
    @FunctionalInterface
    interface BytesOf {
        byte[] at(int row);
    }

    /// Writes a number into a cell; the caller has checked its range.
    @FunctionalInterface
    interface LongTo {
        void set(int row, long value);
    }

    /// Writes bytes into a cell.
    @FunctionalInterface
    interface BytesTo {
        void set(int row, byte[] value);
    }

    /// Booleans as 0 and 1, whole numbers, and the raw numbers of dates, times, timestamps and durations.
    static LongOf longs(FieldVector column) {
        return switch (column) {
            case BitVector bits -> bits::get;
            case TinyIntVector ints -> ints::get;
            case SmallIntVector ints -> ints::get;
            case IntVector ints -> ints::get;
            case BigIntVector ints -> ints::get;
            case UInt1Vector ints -> row -> ints.get(row) & 0xff;
            case UInt2Vector ints -> row -> ints.get(row);
            case UInt4Vector ints -> row -> ints.get(row) & MASK_32;
            case UInt8Vector ints -> ints::get;
            case DateDayVector days -> days::get;
            case DateMilliVector millis -> millis::get;
            case TimeSecVector times -> times::get;
            case TimeMilliVector times -> times::get;
            case TimeMicroVector times -> times::get;
            case TimeNanoVector times -> times::get;
            case TimeStampVector stamps -> stamps::get;
            case DurationVector durations -> row -> DurationVector.get(durations.getDataBuffer(), row);
            default -> throw unknown(column);
        };
    }

    static DoubleOf doubles(FieldVector column) {
        return switch (column) {
            case Float2Vector floats -> floats::getValueAsDouble;
            case Float4Vector floats -> floats::get;
            case Float8Vector floats -> floats::get;
            default -> throw unknown(column);
        };
    }

    /// Decimals and unsigned 64-bit numbers.
    static DecimalOf decimals(FieldVector column) {
        return switch (column) {
            case DecimalVector decimals -> decimals::getObjectNotNull;
            case Decimal256Vector decimals -> decimals::getObjectNotNull;
            case UInt8Vector ints -> row -> unsigned(ints.get(row));
            default -> throw unknown(column);
        };
    }

    /// Strings as UTF-8, and bytes.
    static BytesOf bytes(FieldVector column) {
        return switch (column) {
            case VarCharVector strings -> strings::get;
            case LargeVarCharVector strings -> strings::get;
            case ViewVarCharVector strings -> strings::get;
            case VarBinaryVector bytes -> bytes::get;
            case LargeVarBinaryVector bytes -> bytes::get;
            case ViewVarBinaryVector bytes -> bytes::get;
            case FixedSizeBinaryVector bytes -> bytes::get;
            default -> throw unknown(column);
        };
    }

    /// The opposite of [#longs].
    static LongTo longsTo(FieldVector column) {
        return switch (column) {
            case BitVector bits -> (row, value) -> bits.setSafe(row, (int) value);
            case TinyIntVector ints -> (row, value) -> ints.setSafe(row, (byte) value);
            case SmallIntVector ints -> (row, value) -> ints.setSafe(row, (short) value);
            case IntVector ints -> (row, value) -> ints.setSafe(row, (int) value);
            case BigIntVector ints -> ints::setSafe;
            case UInt1Vector ints -> (row, value) -> ints.setSafe(row, (byte) value);
            case UInt2Vector ints -> (row, value) -> ints.setSafe(row, (char) value);
            case UInt4Vector ints -> (row, value) -> ints.setSafe(row, (int) value);
            case UInt8Vector ints -> ints::setSafe;
            case DateDayVector days -> (row, value) -> days.setSafe(row, (int) value);
            case DateMilliVector millis -> millis::setSafe;
            case TimeSecVector times -> (row, value) -> times.setSafe(row, (int) value);
            case TimeMilliVector times -> (row, value) -> times.setSafe(row, (int) value);
            case TimeMicroVector times -> times::setSafe;
            case TimeNanoVector times -> times::setSafe;
            case TimeStampVector stamps -> stamps::setSafe;
            case DurationVector durations -> durations::setSafe;
            default -> throw unknown(column);
        };
    }

    /// The opposite of [#bytes]; the caller has checked the length for a column of fixed length.
    static BytesTo bytesTo(FieldVector column) {
        return switch (column) {
            case BaseVariableWidthVector bytes -> bytes::setSafe;
            case BaseLargeVariableWidthVector bytes -> bytes::setSafe;
            case BaseVariableWidthViewVector bytes -> bytes::setSafe;
            case FixedSizeBinaryVector bytes -> bytes::setSafe;
            default -> throw unknown(column);
        };
    }

    /// An unsigned number of 64 bits.
    static BigDecimal unsigned(long bits) {
        return bits >= 0
                ? BigDecimal.valueOf(bits)
                : new BigDecimal(BigInteger.valueOf(bits).add(BigInteger.ONE.shiftLeft(64)));
    }

    static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1L;
            case MILLISECOND -> 1_000L;
            case MICROSECOND -> 1_000_000L;
            case NANOSECOND -> 1_000_000_000L;
        };
    }

    private static IllegalStateException unknown(FieldVector column) {
        return new IllegalStateException("no cells of " + column.getClass().getSimpleName());
    }
}
