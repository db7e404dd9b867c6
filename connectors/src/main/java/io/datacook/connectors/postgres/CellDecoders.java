package io.datacook.connectors.postgres;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;

/// Picks the decoder of a column from its PostgreSQL type and its vector.
///
/// @param infinity what becomes of infinite dates and timestamps
record CellDecoders(Infinity infinity) {
    private static final int CLAMPED_DATE_FIRST = -719_162;
    private static final int CLAMPED_DATE_LAST = 2_932_896;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_FIRST = CLAMPED_DATE_FIRST * Wire.DAY_MICROS;
    private static final long MICROS_LAST = (CLAMPED_DATE_LAST + 1) * Wire.DAY_MICROS - 1;

    /// @param type as [PostgresTypes#select] asks the server to send it
    CellDecoder of(PostgresType type, FieldVector vector) {
        return switch (vector) {
            case ListVector list -> {
                PostgresType element = type.element();
                if (element == null) {
                    throw new IllegalArgumentException("a list for " + type.spelled());
                }
                yield new ArrayDecoder(list, of(element, list.getDataVector()));
            }
            case DecimalVector decimals -> NumericDecoder.narrow(decimals);
            case Decimal256Vector decimals -> NumericDecoder.wide(decimals);
            case BaseVariableWidthVector texts ->
                switch (type.name()) {
                    case "numeric" -> new NumericTextDecoder(texts);
                    case "jsonb" -> new TextDecoder(texts, 1);
                    default -> new TextDecoder(texts, 0);
                };
            case BaseFixedWidthVector fixed -> new FixedDecoder(fixed, put(type, fixed));
            default -> throw new IllegalArgumentException("no way to read " + type.spelled() + " into " + vector);
        };
    }

    private FixedDecoder.Put put(PostgresType type, BaseFixedWidthVector vector) {
        return switch (type.name()) {
            case "bool" -> CellDecoders::bool;
            case "int2" ->
                (values, row, bytes, at) -> {
                    values.setShort(row * 2, Wire.int16(bytes, at));
                    return true;
                };
            case "int4", "float4" ->
                (values, row, bytes, at) -> {
                    values.setInt(row * 4, Wire.int32(bytes, at));
                    return true;
                };
            case "int8", "float8" ->
                (values, row, bytes, at) -> {
                    values.setLong(row * 8, Wire.int64(bytes, at));
                    return true;
                };
            case "oid" ->
                (values, row, bytes, at) -> {
                    values.setLong(row * 8, Integer.toUnsignedLong(Wire.int32(bytes, at)));
                    return true;
                };
            case "time" -> CellDecoders::time;
            case "date" -> this::date;
            case "timestamp", "timestamptz" -> this::timestamp;
            case "interval" -> CellDecoders::interval;
            case "uuid" ->
                (values, row, bytes, at) -> {
                    values.setBytes(row * 16, bytes, at, 16);
                    return true;
                };
            default -> throw new IllegalArgumentException("no way to read " + type.spelled() + " into " + vector);
        };
    }

    private static boolean bool(ArrowBuf values, long row, byte[] bytes, int at) {
        BitVectorHelper.setValidityBit(values, (int) row, bytes[at]);
        return true;
    }

    private static boolean time(ArrowBuf values, long row, byte[] bytes, int at) {
        long micros = Wire.int64(bytes, at);
        if (micros >= Wire.DAY_MICROS) {
            throw new BadCell("24:00:00", "a time of day ends before 24:00:00; select it as text with a query");
        }
        values.setLong(row * 8, micros);
        return true;
    }

    private boolean date(ArrowBuf values, long row, byte[] bytes, int at) {
        int days = Wire.int32(bytes, at);
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            boolean last = days == Integer.MAX_VALUE;
            values.setInt(row * 4, last ? CLAMPED_DATE_LAST : CLAMPED_DATE_FIRST);
            return infinite(last);
        }
        values.setInt(row * 4, days + Wire.EPOCH_DAYS);
        return true;
    }

    private boolean timestamp(ArrowBuf values, long row, byte[] bytes, int at) {
        long micros = Wire.int64(bytes, at);
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            boolean last = micros == Long.MAX_VALUE;
            values.setLong(row * 8, last ? MICROS_LAST : MICROS_FIRST);
            return infinite(last);
        }
        if (micros > Long.MAX_VALUE - Wire.EPOCH_MICROS) {
            throw new BadCell(
                    "a timestamp after the year 294246", "64 bits of microseconds end there; select it as text");
        }
        values.setLong(row * 8, micros + Wire.EPOCH_MICROS);
        return true;
    }

    /// @return whether the clamped value, already written, stays
    private boolean infinite(boolean last) {
        return switch (infinity) {
            case AS_NULL -> false;
            case CLAMP -> true;
            case ERROR ->
                throw new BadCell(
                        last ? "infinity" : "-infinity",
                        "no Arrow type has infinite dates; set `infinity: as_null` or `infinity: clamp`");
        };
    }

    private static boolean interval(ArrowBuf values, long row, byte[] bytes, int at) {
        long micros = Wire.int64(bytes, at);
        int days = Wire.int32(bytes, at + 8);
        int months = Wire.int32(bytes, at + 12);
        if (micros > Long.MAX_VALUE / NANOS_PER_MICRO || micros < Long.MIN_VALUE / NANOS_PER_MICRO) {
            throw new BadCell(
                    micros / 1_000_000 + " seconds",
                    "an interval's time part of more than 292 years, or an infinite one, has no Arrow value; "
                            + "select it as text with a query");
        }
        values.setInt(row * 16, months);
        values.setInt(row * 16 + 4, days);
        values.setLong(row * 16 + 8, micros * NANOS_PER_MICRO);
        return true;
    }
}
