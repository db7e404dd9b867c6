package io.datacook.connectors.csv;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Reject;
import io.datacook.api.SplitReader;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.SourcePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// Reads one part of one file.
///
/// A position is the offset and line of the first record not read. **Threading:** one thread. **Closing:** closes the
/// file and frees what was begun.
final class CsvSplitReader implements SplitReader {
    private static final int WINDOW_BYTES = 256 << 10;
    private static final int CELLS_MAX = 32 << 10;
    private static final int REJECTS_MAX = 1_000;
    private static final long REJECT_BYTES_MAX = 1 << 20;

    private final SourcePart part;
    private final ByteWindow buffer;
    private final RecordIndexer indexer;
    private final Cells cells;
    private final NullWords nullWords;
    private final RowBuilder rows;
    private final BadRecords bad;
    private final ReadRequest request;
    private final List<Reject> rejects = new ArrayList<>();
    private long rejectBytes;
    private int nextRecord;
    private boolean ended;

    private CsvSplitReader(
            SourcePart part,
            ByteWindow buffer,
            RecordIndexer indexer,
            Cells cells,
            NullWords nullWords,
            RowBuilder rows,
            BadRecords bad,
            ReadRequest request) {
        this.part = part;
        this.buffer = buffer;
        this.indexer = indexer;
        this.cells = cells;
        this.nullWords = nullWords;
        this.rows = rows;
        this.bad = bad;
        this.request = request;
    }

    /// Opens a part behind a position.
    static CsvSplitReader open(
            SourcePart part,
            Position from,
            CsvLayout layout,
            CsvSourceOptions options,
            ReadRequest request,
            BufferAllocator allocator) {
        List<String> names = CsvColumns.names(part.file(), layout, options);
        return open(part, from, names, layout.dialect(), options, request, allocator);
    }

    /// Opens a part behind a position.
    ///
    /// @param names of the columns, in the order of the cells
    static CsvSplitReader open(
            SourcePart part,
            Position from,
            List<String> names,
            Dialect dialect,
            CsvSourceOptions options,
            ReadRequest request,
            BufferAllocator allocator) {
        SourceFile file = part.file();
        long offset = from.isStart() ? part.start() : from.number("offset");
        long line = from.isStart() ? part.line() : from.number("line");
        Cells cells = new Cells(names.size(), CELLS_MAX);
        List<ColumnParser> parsers = CsvColumns.parsers(names, dialect, options, request.schema());
        RowBuilder rows = new RowBuilder(allocator, parsers, request.batchRowsMax(), request.batchBytesMax());
        int bytesMax = (int) options.recordBytesMax().bytes();
        ByteWindow buffer = new ByteWindow(
                options.input().open(file, offset, part.end()),
                file,
                offset,
                Math.min(WINDOW_BYTES, bytesMax),
                bytesMax);
        RecordIndexer indexer = new RecordIndexer(buffer, cells, dialect, part, line);
        BadRecords bad = new BadRecords(file.name(), names, parsers, dialect);
        return new CsvSplitReader(
                part, buffer, indexer, cells, new NullWords(options.nullValues()), rows, bad, request);
    }

    @Override
    public @Nullable Batch next() {
        if (ended) {
            return null;
        }
        rejects.clear();
        rejectBytes = 0;
        rows.begin(rowsLeft());
        while (!rows.isFull() && rejects.size() < REJECTS_MAX && rejectBytes < REJECT_BYTES_MAX) {
            if (nextRecord == cells.count) {
                nextRecord = 0;
                if (!indexer.next()) {
                    ended = true;
                    break;
                }
                nullWords.apply(cells);
            }
            int count = rows.fitting(cells, nextRecord);
            if (count == 0) {
                break;
            }
            take(nextRecord, nextRecord + count);
            nextRecord += count;
        }
        if (rows.rows() == 0 && rejects.isEmpty()) {
            rows.close();
            return null;
        }
        Origin origin = rows.isConsecutive()
                ? Origin.consecutive(part.file().name(), "line", rows.firstLine())
                : Origin.listed(part.file().name(), "line", rows.lines());
        return new Batch(rows.end(), position(), origin, rejects);
    }

    /// A record has at least as many bytes as cells, which bounds how many rows small files need room for.
    private long rowsLeft() {
        if (part.end() < 0) {
            return Long.MAX_VALUE;
        }
        return (part.end() - position().number("offset")) / cells.width + 1;
    }

    private Position position() {
        boolean inside = nextRecord < cells.count;
        long offset = buffer.offset(inside ? cells.records[nextRecord] : buffer.start());
        long line = inside ? cells.lines[nextRecord] : indexer.line();
        return new Position(new TreeMap<>(Map.of("offset", Long.toString(offset), "line", Long.toString(line))));
    }

    private void take(int from, int to) {
        rows.parse(cells, from, to);
        if (cells.problemCount == 0) {
            rows.keep(cells, from, to - from);
            return;
        }
        int kept = from;
        boolean found = false;
        for (int record = from; record < to; record++) {
            if (cells.problems[record] != 0) {
                found = true;
                if (request.onBadRow() == ReadRequest.BadRows.FAIL) {
                    throw bad.failure(cells, record);
                }
                Reject reject = bad.reject(cells, record);
                rejects.add(reject);
                rejectBytes += reject.record().length();
                cells.problemCount--;
            } else {
                cells.move(record, kept++);
            }
        }
        if (found) {
            // bad rows are rare: parsing the others of this call again costs less than checking each cell twice
            rows.rewind(to - from);
            rows.parse(cells, from, kept);
        }
        rows.keep(cells, from, kept - from);
    }

    @Override
    public void close() {
        rows.close();
        buffer.close();
    }
}
