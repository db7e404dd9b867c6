package io.datacook.engine.receipt;

import io.datacook.api.TypeNames;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// Sums the hashes of a column's cells: as if each were asked of [CellHashes], but common types some thousand cells at
/// a time. These are copied out of Arrow's buffers together, for a look at each cell there costs more than its hash.
///
/// **Threading:** one thread at a time.
final class ColumnHashes {
    /// A multiple of eight, so that blocks begin with a byte of validity.
    private static final int ROWS = 2048;

    private static final int DECIMAL_BYTES = 16;
    private static final int TEXT_BYTES = 32 << 10;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Lookup3 bytes = new Lookup3();
    private final byte[] cells = new byte[ROWS * DECIMAL_BYTES];
    private final byte[] present = new byte[ROWS / Byte.SIZE];
    private final byte[] texts = new byte[TEXT_BYTES + Long.BYTES];
    private int nulls;

    /// The sum over all rows; nulls count nothing.
    ///
    /// @param nullCount how many there are: Arrow counts them anew each time it is asked
    long sum(FieldVector vector, int rows, int nullCount) {
        nulls = nullCount;
        Arrays.fill(present, (byte) -1);
        return switch (vector) {
            case IntVector _, DateDayVector _ -> ints(vector, rows);
            case BigIntVector _, TimeMicroVector _ -> longs(vector, rows, 0, 1);
            case TimeStampVector moments -> moments(moments, rows);
            case Float8Vector _ -> doubles(vector, rows);
            case BitVector _ -> flags(vector, rows);
            case DecimalVector decimals when decimals.getScale() >= 0 -> decimals(decimals, rows);
            case VarCharVector words when !TypeNames.isJson(words.getField()) -> texts(words, rows);
            default -> oneByOne(vector, rows);
        };
    }

    private long oneByOne(FieldVector vector, int rows) {
        CellHashes hashes = CellHashes.of(vector);
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (nulls == 0 || !vector.isNull(row)) {
                sum += hashes.at(row);
            }
        }
        return sum;
    }

    private long ints(FieldVector vector, int rows) {
        long sum = 0;
        for (int from = 0; from < rows; from += ROWS) {
            int count = load(vector, from, rows, Integer.BYTES);
            for (int i = 0; i < count; i++) {
                sum += Hashes.of((int) INTS.get(cells, i * Integer.BYTES)) & mask(i);
            }
        }
        return sum;
    }

    /// @param zero the number that is hashed as 0
    /// @param factor what a number is multiplied by after that
    private long longs(FieldVector vector, int rows, long zero, long factor) {
        long sum = 0;
        for (int from = 0; from < rows; from += ROWS) {
            int count = load(vector, from, rows, Long.BYTES);
            for (int i = 0; i < count; i++) {
                sum += Hashes.of(((long) LONGS.get(cells, i * Long.BYTES) - zero) * factor) & mask(i);
            }
        }
        return sum;
    }

    private long moments(TimeStampVector vector, int rows) {
        long seconds = CellHashes.EPOCH_SECONDS;
        long micros = CellHashes.MICROS_IN_SECOND;
        return switch (((ArrowType.Timestamp) vector.getField().getType()).getUnit()) {
            case SECOND -> longs(vector, rows, seconds, micros);
            case MILLISECOND -> longs(vector, rows, seconds * 1_000, 1_000);
            case MICROSECOND -> longs(vector, rows, seconds * micros, 1);
            case NANOSECOND -> oneByOne(vector, rows);
        };
    }

    private long doubles(FieldVector vector, int rows) {
        long sum = 0;
        for (int from = 0; from < rows; from += ROWS) {
            int count = load(vector, from, rows, Long.BYTES);
            for (int i = 0; i < count; i++) {
                sum += Hashes.ofDouble(Double.longBitsToDouble((long) LONGS.get(cells, i * Long.BYTES))) & mask(i);
            }
        }
        return sum;
    }

    private long flags(FieldVector vector, int rows) {
        long yes = 0;
        for (int from = 0; from < rows; from += ROWS) {
            int count = Math.min(ROWS, rows - from);
            vector.getDataBuffer().getBytes(from / Byte.SIZE, cells, 0, (count + Byte.SIZE - 1) / Byte.SIZE);
            loadPresent(vector, from, count);
            for (int i = 0; i < count; i++) {
                yes += (cells[i >>> 3] >>> (i & 7)) & 1 & mask(i);
            }
        }
        return yes * Hashes.of(1L) + (rows - nulls - yes) * Hashes.of(0L);
    }

    /// Values of up to 18 digits without an object.
    private long decimals(DecimalVector vector, int rows) {
        CellHashes wide = CellHashes.of(vector);
        long sum = 0;
        for (int from = 0; from < rows; from += ROWS) {
            int count = load(vector, from, rows, DECIMAL_BYTES);
            for (int i = 0; i < count; i++) {
                long low = (long) LONGS.get(cells, i * DECIMAL_BYTES);
                long high = (long) LONGS.get(cells, i * DECIMAL_BYTES + Long.BYTES);
                if (high == low >> 63) {
                    sum += Hashes.of(low) & mask(i);
                } else if (mask(i) != 0) {
                    sum += wide.at(from + i);
                }
            }
        }
        return sum;
    }

    private long texts(VarCharVector vector, int rows) {
        ArrowBuf data = vector.getDataBuffer();
        long sum = 0;
        for (int from = 0; from < rows; from += ROWS) {
            int count = Math.min(ROWS, rows - from);
            vector.getOffsetBuffer().getBytes((long) from * Integer.BYTES, cells, 0, (count + 1) * Integer.BYTES);
            loadPresent(vector, from, count);
            for (int row = 0; row < count; ) {
                int start = offset(row);
                int end = row;
                while (end < count && offset(end + 1) - start <= TEXT_BYTES) {
                    end++;
                }
                if (end == row) {
                    end++;
                    sum += bytes.of(data, start, offset(end) - start) & mask(row);
                } else {
                    data.getBytes(start, texts, 0, offset(end) - start);
                    sum += gathered(row, end);
                }
                row = end;
            }
        }
        return sum;
    }

    /// The texts of some rows, which lie in one piece.
    private long gathered(int from, int to) {
        int first = offset(from);
        long sum = 0;
        int start = first;
        for (int row = from; row < to; row++) {
            int end = offset(row + 1);
            sum += bytes.of(texts, start - first, end - start) & mask(row);
            start = end;
        }
        return sum;
    }

    private int offset(int row) {
        return (int) INTS.get(cells, row * Integer.BYTES);
    }

    private int load(FieldVector vector, int from, int rows, int width) {
        int count = Math.min(ROWS, rows - from);
        vector.getDataBuffer().getBytes((long) from * width, cells, 0, count * width);
        loadPresent(vector, from, count);
        return count;
    }

    private void loadPresent(FieldVector vector, int from, int count) {
        if (nulls > 0) {
            vector.getValidityBuffer().getBytes(from / Byte.SIZE, present, 0, (count + Byte.SIZE - 1) / Byte.SIZE);
        }
    }

    /// All bits if a cell of the block is there, none if it is null.
    private long mask(int cell) {
        return -((long) (present[cell >>> 3] >>> (cell & 7)) & 1);
    }
}
