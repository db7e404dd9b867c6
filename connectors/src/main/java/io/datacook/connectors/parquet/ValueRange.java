package io.datacook.connectors.parquet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/// The least and the greatest value of a page or chunk, as Parquet spells them.
///
/// @param least `null` if there are no values or no order
/// @param greatest `null` likewise
@SuppressWarnings("ArrayRecordComponent") // bytes on their way into a footer; never compared by equals
record ValueRange(byte @Nullable [] least, byte @Nullable [] greatest) {
    static final ValueRange NONE = new ValueRange(null, null);

    /// Longer values are cut in statistics.
    private static final int BYTES_MAX = 64;

    /// What both cover. Values must not be cut.
    ValueRange with(ValueRange other, LeafType type) {
        if (least == null || greatest == null) {
            return other;
        }
        if (other.least == null || other.greatest == null) {
            return this;
        }
        return new ValueRange(
                compare(other.least, least, type) < 0 ? other.least : least,
                compare(other.greatest, greatest, type) > 0 ? other.greatest : greatest);
    }

    /// The footer's form, long values cut to a bound that still holds.
    Statistics statistics(long nulls, LeafType type) {
        Statistics statistics = new Statistics();
        statistics.setNull_count(nulls);
        byte[] low = lower(type);
        byte[] high = upper(type);
        if (low == null || high == null || least == null || greatest == null) {
            return statistics;
        }
        statistics.setMin_value(low);
        statistics.setMax_value(high);
        statistics.setIs_min_value_exact(low.length == least.length);
        statistics.setIs_max_value_exact(high.length == greatest.length);
        return statistics;
    }

    /// A value not above the least, of at most 64 bytes.
    byte @Nullable [] lower(LeafType type) {
        if (least == null || least.length <= BYTES_MAX || type.bytes() > 0) {
            return least;
        }
        return Arrays.copyOf(least, wholeCharacters(least));
    }

    /// A value not below the greatest, of at most 64 bytes, or `null` if there is none.
    byte @Nullable [] upper(LeafType type) {
        if (greatest == null || greatest.length <= BYTES_MAX || type.bytes() > 0) {
            return greatest;
        }
        byte[] cut = Arrays.copyOf(greatest, wholeCharacters(greatest));
        for (int i = cut.length - 1; i >= 0; i--) {
            // an ASCII character below the last one can grow and the text stays valid UTF-8
            if (cut[i] >= 0 && cut[i] < 0x7f) {
                cut[i]++;
                return Arrays.copyOf(cut, i + 1);
            }
        }
        return null;
    }

    /// As a value of a column index; empty where there is none.
    static ByteBuffer buffer(byte @Nullable [] value) {
        return value == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(value);
    }

    static int compare(byte[] left, byte[] right, LeafType type) {
        return switch (type.physical()) {
            case BOOLEAN -> left[0] - right[0];
            case INT32 ->
                type.order() == LeafType.Order.UNSIGNED
                        ? Integer.compareUnsigned(Bytes.intAt(left, 0), Bytes.intAt(right, 0))
                        : Integer.compare(Bytes.intAt(left, 0), Bytes.intAt(right, 0));
            case INT64 ->
                type.order() == LeafType.Order.UNSIGNED
                        ? Long.compareUnsigned(Bytes.longAt(left, 0), Bytes.longAt(right, 0))
                        : Long.compare(Bytes.longAt(left, 0), Bytes.longAt(right, 0));
            case FLOAT ->
                Float.compare(Float.intBitsToFloat(Bytes.intAt(left, 0)), Float.intBitsToFloat(Bytes.intAt(right, 0)));
            case DOUBLE ->
                Double.compare(
                        Double.longBitsToDouble(Bytes.longAt(left, 0)),
                        Double.longBitsToDouble(Bytes.longAt(right, 0)));
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> compareBytes(left, right, type);
        };
    }

    private static int compareBytes(byte[] left, byte[] right, LeafType type) {
        if (type.order() == LeafType.Order.SIGNED && left.length > 0 && left[0] != right[0]) {
            return left[0] - right[0];
        }
        return Arrays.compareUnsigned(left, right);
    }

    private static int wholeCharacters(byte[] text) {
        int end = BYTES_MAX;
        while (end > 1 && (text[end] & 0xc0) == 0x80) {
            end--;
        }
        return end;
    }
}
