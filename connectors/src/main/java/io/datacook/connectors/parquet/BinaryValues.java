package io.datacook.connectors.parquet;

import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// Reads texts, binaries, wide decimals and half floats out of Arrow buffers, one behind the other.
///
/// **Threading:** one thread at a time.
final class BinaryValues {
    /// All values, without gaps.
    final Bytes data = new Bytes(1024);
    /// Where each value ends in [#data].
    int[] ends = {};
    int count;

    private final Leaf leaf;
    private final Scratch scratch;
    private byte[] raw = {};

    BinaryValues(Leaf leaf, Scratch scratch) {
        this.scratch = scratch;
        this.leaf = leaf;
    }

    void clear() {
        data.clear();
        count = 0;
    }

    /// Where a value starts.
    int start(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    /// How many rows have so few bytes, at least 1.
    int rowsThatFit(FieldVector vector, int from, int rows, int bytes) {
        return switch (vector) {
            case BaseVariableWidthVector variable -> rowsThatFit(variable.getOffsetBuffer(), 4, from, rows, bytes);
            case BaseLargeVariableWidthVector variable -> rowsThatFit(variable.getOffsetBuffer(), 8, from, rows, bytes);
            case BaseVariableWidthViewVector _ -> Math.min(rows, LeafColumn.STRETCH_ROWS);
            default -> Math.clamp(bytes / Math.max(1, leaf.type().bytes()), 1, rows);
        };
    }

    /// Offsets never fall, so half of what is left can be ruled out at each step.
    private static int rowsThatFit(ArrowBuf offsets, int width, int from, int rows, int bytes) {
        long end = offsetAt(offsets, width, from) + bytes;
        int fits = 1;
        int tooMany = rows + 1;
        while (tooMany - fits > 1) {
            int tried = (fits + tooMany) >>> 1;
            if (offsetAt(offsets, width, from + tried) <= end) {
                fits = tried;
            } else {
                tooMany = tried;
            }
        }
        return fits;
    }

    private static long offsetAt(ArrowBuf offsets, int width, int index) {
        return width == 4 ? offsets.getInt(4L * index) : offsets.getLong(8L * index);
    }

    /// Adds the values that are there.
    void gather(FieldVector vector, Levels of) {
        if (ends.length < count + of.present) {
            ends = Arrays.copyOf(ends, Math.max(count + of.present, ends.length * 2));
        }
        switch (vector) {
            case BaseVariableWidthVector variable -> variable(variable.getOffsetBuffer(), vector, 4, of);
            case BaseLargeVariableWidthVector variable -> variable(variable.getOffsetBuffer(), vector, 8, of);
            case BaseVariableWidthViewVector view -> views(view, of);
            default -> fixed(vector, of);
        }
    }

    private void variable(ArrowBuf offsets, FieldVector vector, int width, Levels of) {
        if (of.present == 0) {
            return;
        }
        // offsets and bytes of the whole span at once; nulls in between have no bytes, as a rule
        int first = of.spanFirst;
        ArrowBuf from = vector.getDataBuffer();
        raw = scratch.raw((of.spanLength + 1) * width);
        offsets.getBytes((long) first * width, raw, 0, (of.spanLength + 1) * width);
        long base = offset(0, width);
        int length = Math.toIntExact(offset(of.spanLength, width) - base);
        if (of.contiguous || (of.ascending && bytesPresent(of, width) == length)) {
            data.reserve(length);
            from.getBytes(base, data.array, data.size, length);
            keepEnds(of, width, data.size - base);
            data.size += length;
            return;
        }
        for (int i = 0; i < of.present; i++) {
            long start = offset(of.index[i] - first, width);
            int bytes = (int) (offset(of.index[i] - first + 1, width) - start);
            data.reserve(bytes);
            from.getBytes(start, data.array, data.size, bytes);
            data.size += bytes;
            ends[count++] = data.size;
        }
    }

    private long bytesPresent(Levels of, int width) {
        long bytes = 0;
        for (int i = 0; i < of.present; i++) {
            int at = of.index[i] - of.spanFirst;
            bytes += offset(at + 1, width) - offset(at, width);
        }
        return bytes;
    }

    private void keepEnds(Levels of, int width, long shift) {
        byte[] from = raw;
        int[] into = ends;
        int at = count;
        if (!of.contiguous) {
            for (int i = 0; i < of.present; i++) {
                into[at++] = (int) (offset(of.index[i] - of.spanFirst + 1, width) + shift);
            }
        } else if (width == 4) {
            for (int i = 1; i <= of.present; i++) {
                into[at++] = (int) (Bytes.intAt(from, 4 * i) + shift);
            }
        } else {
            for (int i = 1; i <= of.present; i++) {
                into[at++] = (int) (Bytes.longAt(from, 8 * i) + shift);
            }
        }
        count = at;
    }

    private long offset(int index, int width) {
        return width == 4 ? Bytes.intAt(raw, index * 4) : Bytes.longAt(raw, index * 8);
    }

    private void views(BaseVariableWidthViewVector vector, Levels of) {
        for (int i = 0; i < of.present; i++) {
            byte[] value = vector.get(of.contiguous ? of.spanFirst + i : of.index[i]);
            data.write(value, 0, value.length);
            ends[count++] = data.size;
        }
    }

    private void fixed(FieldVector vector, Levels of) {
        int bytes = leaf.type().bytes();
        boolean decimal = leaf.field().getType() instanceof ArrowType.Decimal;
        int stride = decimal ? ((ArrowType.Decimal) leaf.field().getType()).getBitWidth() / 8 : bytes;
        ArrowBuf from = vector.getDataBuffer();
        data.reserve(of.present * bytes);
        raw = scratch.raw(stride);
        if (of.contiguous && !decimal && of.present > 0) {
            from.getBytes((long) of.spanFirst * stride, data.array, data.size, of.present * bytes);
        }
        for (int i = 0; i < of.present; i++) {
            long at = (long) (of.contiguous ? of.spanFirst + i : of.index[i]) * stride;
            if (decimal) {
                from.getBytes(at, raw, 0, stride);
                for (int j = 0; j < bytes; j++) {
                    data.array[data.size + j] = raw[bytes - 1 - j];
                }
            } else if (!of.contiguous) {
                from.getBytes(at, data.array, data.size, bytes);
            }
            data.size += bytes;
            ends[count++] = data.size;
        }
    }
}
