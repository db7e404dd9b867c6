package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// A column whose values all have one width.
///
/// A subclass writes the values of a call into [#out], then calls [#flush]. Spaces around a value are dropped, an
/// empty cell is null. **Threading:** one thread.
abstract class FixedColumn extends ColumnParser {
    final int width;
    byte[] out = new byte[256];
    private @Nullable ArrowBuf data;

    FixedColumn(Field field, int column, int width) {
        super(field, column);
        this.width = width;
    }

    @Override
    void start(BufferAllocator lender, int rowsMax) {
        data = lender.buffer((long) rowsMax * width);
    }

    @Override
    void load(FieldVector vector, ArrowFieldNode node, ArrowBuf validity) {
        vector.loadFieldBuffers(node, List.of(validity, data()));
    }

    private ArrowBuf data() {
        return Objects.requireNonNull(data, "no vector was begun");
    }

    @Override
    public void close() {
        if (data != null) {
            data.close();
            data = null;
        }
    }

    @Override
    int rowBytes() {
        return width;
    }

    /// Makes room for the values of a call, `unit` bytes each.
    final byte[] room(int rows, int unit) {
        int bytes = rows * unit + Digits.PADDING;
        if (out.length < bytes) {
            out = new byte[bytes];
        }
        return out;
    }

    /// Copies the values of a call behind those before.
    final void flush(int row, int rows) {
        if (rows > 0) {
            data().setBytes((long) row * width, out, 0, (long) rows * width);
        }
    }

    /// The first byte that is no space, or `end`.
    static int skipSpaces(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /// The byte behind the last one that is no space.
    static int dropSpaces(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && bytes[at - 1] == ' ') {
            at--;
        }
        return at;
    }
}
