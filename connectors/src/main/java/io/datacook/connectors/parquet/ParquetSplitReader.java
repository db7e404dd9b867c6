package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.SplitReader;
import io.datacook.connectors.files.RangeInput;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/// Reads the parts of one split as batches; a batch never crosses a row group.
///
/// Positions are `part`, `group` (in the file) and `row` (rows of the group given so far, filtered ones included).
final class ParquetSplitReader implements SplitReader {
    /// The size of a first batch, before the size of a row is known: rows may hold megabytes.
    private static final int FIRST_ROWS = 8;

    private final Footers footers;
    private final ReadRequest request;
    private final @Nullable CursorRule rule;
    private final Schema schema;
    private final List<Part> parts;
    private final BufferAllocator allocator;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private @Nullable RangeInput input;
    private @Nullable OpenFile file;
    private @Nullable GroupReader reader;
    private int part;
    private int group;
    private long skip;
    private int rowsNext;

    ParquetSplitReader(
            Footers footers,
            ReadRequest request,
            @Nullable CursorRule rule,
            List<Part> parts,
            Position from,
            BufferAllocator allocator) {
        this.footers = footers;
        this.request = request;
        this.rule = rule;
        this.schema = rule == null ? request.schema() : BatchFilter.withCursor(request, footers);
        this.parts = parts;
        this.allocator = allocator;
        this.rowsNext = Math.min(FIRST_ROWS, request.batchRowsMax());
        if (!from.isStart()) {
            part = (int) from.number("part");
            group = (int) from.number("group");
            skip = from.number("row");
        } else {
            group = parts.isEmpty() ? 0 : parts.getFirst().firstGroup();
        }
    }

    @Override
    public @Nullable Batch next() {
        while (ready.isEmpty()) {
            if (reader == null || reader.rowsLeft() == 0) {
                if (!nextGroup()) {
                    return null;
                }
                continue;
            }
            readSome(reader, requireNonNull(file));
        }
        return ready.poll();
    }

    @Override
    public void close() {
        ready.forEach(Batch::close);
        ready.clear();
        closeFile();
        part = parts.size();
        reader = null;
    }

    private void readSome(GroupReader from, OpenFile of) {
        long first = from.rowsRead();
        int rows = (int) Math.min(rowsNext, from.rowsLeft());
        VectorSchemaRoot root = from.read(rows);
        long bytes = Math.max(1, BatchFilter.bytes(root));
        rowsNext =
                Math.clamp(Math.min(rowsNext * 8L, rows * request.batchBytesMax() / bytes), 1, request.batchRowsMax());
        BatchFilter filter = new BatchFilter(request, rule, of.shown(), of.rowsBefore(group) + 1);
        filter.split(root, first, row -> position(row), ready);
    }

    private Position position(long rowsOfGroup) {
        return new Position(new TreeMap<>(Map.of(
                "part", Integer.toString(part),
                "group", Integer.toString(group),
                "row", Long.toString(rowsOfGroup))));
    }

    /// Goes to the next row group that may hold rows to give.
    private boolean nextGroup() {
        if (reader != null) {
            reader = null;
            group++;
        }
        while (part < parts.size()) {
            Part here = parts.get(part);
            if (group >= here.firstGroup() + here.groups()) {
                closeFile();
                part++;
                group = part < parts.size() ? parts.get(part).firstGroup() : 0;
                continue;
            }
            OpenFile open = file == null ? openFile(here) : file;
            if (mayHold(open) && skip < open.groups().get(group).getNum_rows()) {
                reader = new GroupReader(open, group, schema, requireNonNull(input), allocator);
                reader.skip(skip);
                skip = 0;
                return true;
            }
            skip = 0;
            group++;
        }
        return false;
    }

    private boolean mayHold(OpenFile open) {
        if (rule == null || request.range() == null) {
            return true;
        }
        Node node = open.column(request.range().column());
        if (node == null) {
            return false;
        }
        ColumnMetaData meta =
                requireNonNull(requireNonNull(open.groups().get(group).getColumns())
                        .get(node.leaf())
                        .getMeta_data());
        return rule.mayHold(meta.getStatistics(), open.schema().leaves().get(node.leaf()));
    }

    private OpenFile openFile(Part here) {
        OpenFile open = footers.of(here.path());
        if (open.bytes() != here.fileBytes()
                || !open.source().version().equals(here.version())
                || here.firstGroup() + here.groups() > open.groups().size()) {
            throw new DatacookException(
                    ErrorCode.DATA_INVALID,
                    ("%s had %d bytes when this window began and has %d now; files must not change while they "
                                    + "are loaded: run `datacook state reset` to load afresh")
                            .formatted(here.path(), here.fileBytes(), open.bytes()));
        }
        input = open.source().open();
        file = open;
        return open;
    }

    private void closeFile() {
        file = null;
        reader = null;
        if (input != null) {
            input.close();
            input = null;
        }
    }
}
