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
        ArrowBuf from = vector.getDataBuffer();
        if (of.contiguous && of.present > 0) {
            raw = scratch.raw((of.present + 1) * width);
            offsets.getBytes((long) of.first * width, raw, 0, (of.present + 1) * width);
            long base = offset(0, width);
            int length = Math.toIntExact(offset(of.present, width) - base);
            data.reserve(length);
            from.getBytes(base, data.array, data.size, length);
            for (int i = 1; i <= of.present; i++) {
                ends[count++] = data.size + (int) (offset(i, width) - base);
            }
            data.size += length;
            return;
        }
        for (int i = 0; i < of.present; ) {
            i = stretch(offsets, from, width, of, i);
        }
    }

    /// Copies values whose indexes follow one another, at once.
    private int stretch(ArrowBuf offsets, ArrowBuf from, int width, Levels of, int at) {
        int end = at + 1;
        while (end < of.present && of.index[end] == of.index[end - 1] + 1) {
            end++;
        }
        int values = end - at;
        raw = scratch.raw((values + 1) * width);
        offsets.getBytes((long) of.index[at] * width, raw, 0, (values + 1) * width);
        long base = offset(0, width);
        int length = Math.toIntExact(offset(values, width) - base);
        data.reserve(length);
        from.getBytes(base, data.array, data.size, length);
        for (int i = 1; i <= values; i++) {
            ends[count++] = data.size + (int) (offset(i, width) - base);
        }
        data.size += length;
        return end;
    }

    private long offset(int index, int width) {
        return width == 4 ? Bytes.intAt(raw, index * 4) : Bytes.longAt(raw, index * 8);
    }

    private void views(BaseVariableWidthViewVector vector, Levels of) {
        for (int i = 0; i < of.present; i++) {
            byte[] value = vector.get(of.contiguous ? of.first + i : of.index[i]);
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
            from.getBytes((long) of.first * stride, data.array, data.size, of.present * bytes);
        }
        for (int i = 0; i < of.present; i++) {
            long at = (long) (of.contiguous ? of.first + i : of.index[i]) * stride;
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
