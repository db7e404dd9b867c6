package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// Reads numbers of every width out of Arrow buffers into longs, in the unit Parquet keeps.
///
/// 32-bit numbers come sign-extended, floats as their bits, truth values as 0 and 1. **Threading:** one thread at a
/// time.
final class NumberValues {
    private static final long DAY_MILLIS = 86_400_000L;

    private final String column;
    private final Form form;
    private final Scratch scratch;
    private byte[] raw = {};

    NumberValues(Leaf leaf, Scratch scratch) {
        this.scratch = scratch;
        this.column = leaf.dotted();
        this.form = Form.of(leaf.field().getType());
    }

    /// Reads values that lie one after the other.
    void read(FieldVector vector, int first, int count, long[] into, int offset) {
        if (count == 0 || form == Form.NOTHING) {
            return;
        }
        ArrowBuf data = vector.getDataBuffer();
        if (form == Form.BIT) {
            int firstByte = first >>> 3;
            load(data, firstByte, ((first + count + 7) >>> 3) - firstByte);
            for (int i = 0; i < count; i++) {
                int bit = (first & 7) + i;
                into[offset + i] = ((long) raw[bit >>> 3] >>> (bit & 7)) & 1;
            }
            return;
        }
        load(data, (long) first * form.bytes, count * form.bytes);
        widen(count, into, offset);
    }

    private void widen(int count, long[] into, int offset) {
        byte[] from = raw;
        switch (form) {
            case INT8 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = from[i];
                }
            }
            case UINT8 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = from[i] & 0xff;
                }
            }
            case INT16 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = (short) ((from[2 * i] & 0xff) | (from[2 * i + 1] << 8));
                }
            }
            case UINT16 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = (from[2 * i] & 0xff) | ((from[2 * i + 1] & 0xff) << 8);
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = Bytes.intAt(from, 4 * i);
                }
            }
            case SECONDS32 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = Bytes.intAt(from, 4 * i) * 1000L;
                }
            }
            case INT64, DECIMAL128, DECIMAL256 -> {
                int stride = form.bytes;
                for (int i = 0; i < count; i++) {
                    into[offset + i] = Bytes.longAt(from, stride * i);
                }
            }
            case SECONDS64 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = millis(Bytes.longAt(from, 8 * i));
                }
            }
            case DATE_MILLIS -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = Math.floorDiv(Bytes.longAt(from, 8 * i), DAY_MILLIS);
                }
            }
            case BIT, NOTHING -> throw new IllegalStateException("not a whole number of bytes");
        }
    }

    private long millis(long seconds) {
        try {
            return Math.multiplyExact(seconds, 1000L);
        } catch (ArithmeticException tooFar) {
            throw new DatacookException(
                    ErrorCode.DATA_INVALID,
                    "column %s: the timestamp %d s does not fit 64 bits of milliseconds, which Parquet keeps"
                            .formatted(column, seconds),
                    tooFar);
        }
    }

    private void load(ArrowBuf data, long from, int length) {
        raw = scratch.raw(length);
        data.getBytes(from, raw, 0, length);
    }

    /// How numbers lie in an Arrow buffer.
    private enum Form {
        BIT(0),
        INT8(1),
        UINT8(1),
        INT16(2),
        UINT16(2),
        INT32(4),
        SECONDS32(4),
        INT64(8),
        SECONDS64(8),
        DATE_MILLIS(8),
        DECIMAL128(16),
        DECIMAL256(32),
        NOTHING(0);

        private final int bytes;

        Form(int bytes) {
            this.bytes = bytes;
        }

        static Form of(ArrowType type) {
            return switch (type) {
                case ArrowType.Bool _ -> BIT;
                case ArrowType.Null _ -> NOTHING;
                case ArrowType.Int number ->
                    switch (number.getBitWidth()) {
                        case 8 -> number.getIsSigned() ? INT8 : UINT8;
                        case 16 -> number.getIsSigned() ? INT16 : UINT16;
                        case 32 -> INT32;
                        default -> INT64;
                    };
                case ArrowType.FloatingPoint number ->
                    number.getPrecision() == org.apache.arrow.vector.types.FloatingPointPrecision.SINGLE
                            ? INT32
                            : INT64;
                case ArrowType.Decimal decimal -> decimal.getBitWidth() == 128 ? DECIMAL128 : DECIMAL256;
                case ArrowType.Date date -> date.getUnit() == DateUnit.DAY ? INT32 : DATE_MILLIS;
                case ArrowType.Time time ->
                    time.getUnit() == TimeUnit.SECOND ? SECONDS32 : time.getBitWidth() == 32 ? INT32 : INT64;
                case ArrowType.Timestamp stamp -> stamp.getUnit() == TimeUnit.SECOND ? SECONDS64 : INT64;
                case ArrowType.Duration _ -> INT64;
                default -> throw new IllegalArgumentException(type + " is no number");
            };
        }
    }
}
