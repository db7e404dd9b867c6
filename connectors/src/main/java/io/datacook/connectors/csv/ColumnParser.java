package io.datacook.connectors.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Turns the cells of one column into an Arrow vector, many rows in one call.
///
/// Each kind has its own loop, so that the JIT compiles it for that kind alone. Values are gathered in a small array
/// of the heap and copied into the Arrow buffer at once. **Threading:** one thread. **Closing:** frees a vector that
/// was begun and not handed out.
abstract class ColumnParser implements AutoCloseable {
    private static final byte ALL_SET = (byte) 0xff;

    final Field field;
    final int column;
    private byte[] validity = {};
    private @Nullable BufferAllocator allocator;

    /// @param field name and type of the column
    /// @param column its index among a record's cells
    ColumnParser(Field field, int column) {
        this.field = field;
        this.column = column;
    }

    /// Begins a vector of at most this many rows.
    final void begin(BufferAllocator lender, int rowsMax) {
        int bytes = (rowsMax + 7) >> 3;
        if (validity.length < bytes) {
            validity = new byte[bytes];
        }
        Arrays.fill(validity, 0, bytes, ALL_SET);
        allocator = lender;
        start(lender, rowsMax);
    }

    /// Ends the vector and hands it out.
    final FieldVector end(int rows) {
        BufferAllocator lender = allocator();
        FieldVector vector = field.createVector(lender);
        int bytes = (rows + 7) >> 3;
        try (ArrowBuf bits = lender.buffer(Math.max(1, bytes))) {
            bits.setBytes(0, validity, 0, bytes);
            load(vector, new ArrowFieldNode(rows, nulls(rows)), bits);
            return vector;
        } catch (RuntimeException failed) {
            vector.close();
            throw failed;
        } finally {
            close();
        }
    }

    private int nulls(int rows) {
        int set = 0;
        for (int i = 0; i < rows >> 3; i++) {
            set += Integer.bitCount(validity[i] & 0xff);
        }
        if ((rows & 7) != 0) {
            set += Integer.bitCount(validity[rows >> 3] & ((1 << (rows & 7)) - 1));
        }
        return rows - set;
    }

    /// Forgets rows from one on, which are then parsed again.
    final void rewind(int row, int count) {
        for (int i = row; i < row + count; i++) {
            validity[i >> 3] |= (byte) (1 << (i & 7));
        }
        forget(row);
    }

    /// Parses the column's cells of records `from` to `to` into the rows that begin at `row`; marks what does not
    /// parse.
    abstract void parse(Cells cells, int from, int to, int row);

    /// What a cell must look like, for messages: `a whole number from …`.
    abstract String expected();

    /// Bytes of a row besides the bytes of texts.
    abstract int rowBytes();

    /// Bytes of texts that this column's cells of some records take, at most.
    long textBytes(Cells cells, int from, int to) {
        return 0;
    }

    final long cellBytes(Cells cells, int from, int to) {
        long sum = 0;
        int cell = from * cells.width + column;
        for (int record = from; record < to; record++, cell += cells.width) {
            sum += cells.ends[cell] - (cells.starts[cell] & Cells.INDEX);
        }
        return sum;
    }

    /// Allocates what the values of a vector need. Buffers are not zeroed: every byte of them is written.
    abstract void start(BufferAllocator lender, int rowsMax);

    /// Gives the vector its buffers.
    ///
    /// @param validity a bit for each row, set where there is a value
    abstract void load(FieldVector vector, ArrowFieldNode node, ArrowBuf validity);

    /// Drops what was held of rows from one on.
    void forget(int row) {}

    final BufferAllocator allocator() {
        return Objects.requireNonNull(allocator, "no vector was begun");
    }

    final void setNull(int row) {
        validity[row >> 3] &= (byte) ~(1 << (row & 7));
    }

    final void mark(Cells cells, int record) {
        cells.mark(record, column + 1);
    }

    /// The text of a cell with escapes undone, for slow ways and messages.
    static String text(Cells cells, int cell, Dialect dialect) {
        int start = cells.starts[cell];
        int index = start & Cells.INDEX;
        String raw = new String(cells.bytes, index, cells.ends[cell] - index, StandardCharsets.UTF_8);
        if ((start & Cells.ESCAPED) == 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        char escape = (char) dialect.escape();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == escape && i + 1 < raw.length()) {
                i++;
            }
            text.append(raw.charAt(i));
        }
        return text.toString();
    }

    /// Frees what was allocated and not handed out.
    @Override
    public abstract void close();
}
