package io.datacook.connectors.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/// Gathers the rows of one batch after the other, within its limits.
///
/// **Threading:** one thread. **Closing:** frees a batch that was begun and not taken.
final class RowBuilder implements AutoCloseable {
    private final BufferAllocator allocator;
    private final List<ColumnParser> columns;
    private final int rowsMax;
    private final long bytesMax;
    private final int fixedBytes;
    private long[] lines = {};
    private int rowsRoom;
    private int rows;
    private long bytes;

    /// @param bytesMax Arrow bytes of a batch at most; a single row may exceed it
    RowBuilder(BufferAllocator allocator, List<ColumnParser> columns, int rowsMax, long bytesMax) {
        this.allocator = allocator;
        this.columns = columns;
        // a bit of each column says whether the value is there
        this.fixedBytes = 1 + columns.stream().mapToInt(ColumnParser::rowBytes).sum() + columns.size() / 8;
        this.bytesMax = bytesMax;
        this.rowsMax = Math.clamp(bytesMax / fixedBytes, 1, rowsMax);
    }

    /// Begins a batch.
    ///
    /// @param rowsLeft rows that can still come, as far as is known
    void begin(long rowsLeft) {
        rowsRoom = Math.clamp(rowsLeft, 1, rowsMax);
        rows = 0;
        // one more offset of each text, and validity bits rounded up
        bytes = 5L * columns.size();
        if (lines.length < rowsRoom) {
            lines = new long[rowsRoom];
        }
        columns.forEach(column -> column.begin(allocator, rowsRoom));
    }

    /// How many of some records still fit; at least one if there is no row yet.
    int fitting(Cells cells, int from) {
        int count = Math.min(cells.count - from, rowsRoom - rows);
        while (count > 0) {
            long needed = (long) count * fixedBytes + cells.records[from + count] - cells.records[from];
            if (bytes + needed <= bytesMax || bytes + exactBytes(cells, from, count) <= bytesMax) {
                return count;
            }
            count /= 2;
        }
        return rows == 0 ? 1 : 0;
    }

    private long exactBytes(Cells cells, int from, int count) {
        long sum = (long) count * fixedBytes;
        for (ColumnParser column : columns) {
            sum += column.textBytes(cells, from, from + count);
        }
        return sum;
    }

    /// Parses records into rows behind those before; what does not parse is marked in the cells.
    void parse(Cells cells, int from, int to) {
        for (ColumnParser column : columns) {
            column.parse(cells, from, to, rows);
        }
    }

    /// Forgets what the last [#parse] of this many records wrote.
    void rewind(int count) {
        columns.forEach(column -> column.rewind(rows, count));
    }

    /// Keeps what the last [#parse] wrote.
    void keep(Cells cells, int from, int count) {
        System.arraycopy(cells.lines, from, lines, rows, count);
        bytes += exactBytes(cells, from, count);
        rows += count;
    }

    int rows() {
        return rows;
    }

    boolean isFull() {
        return rows == rowsRoom || (rows > 0 && bytes >= bytesMax);
    }

    /// Line numbers of the rows so far.
    long[] lines() {
        return Arrays.copyOf(lines, rows);
    }

    /// Whether each row began one line behind the one before.
    boolean isConsecutive() {
        return rows == 0 || lines[rows - 1] - lines[0] == rows - 1;
    }

    /// Line of the first row.
    long firstLine() {
        return rows == 0 ? 1 : lines[0];
    }

    /// Ends the batch; the caller owns it.
    VectorSchemaRoot end() {
        List<FieldVector> vectors = new ArrayList<>();
        for (ColumnParser column : columns) {
            vectors.add(column.end(rows));
        }
        return new VectorSchemaRoot(columns.stream().map(column -> column.field).toList(), vectors, rows);
    }

    @Override
    public void close() {
        columns.forEach(ColumnParser::close);
    }
}
