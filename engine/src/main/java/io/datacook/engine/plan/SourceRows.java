package io.datacook.engine.plan;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.engine.stage.CursorFilter;
import io.datacook.engine.stage.Extract;
import io.datacook.engine.stage.SplitRows;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The rows of one split as the source gives them, counted and held to the window's range.
final class SourceRows implements SplitRows {
    private final Counting read;
    private final BatchStream rows;
    private final @Nullable CursorFilter filter;

    private SourceRows(Counting read, BatchStream rows, @Nullable CursorFilter filter) {
        this.read = read;
        this.rows = rows;
        this.filter = filter;
    }

    /// @param unpushed rows to keep that the source cannot select by itself, or `null` if there is nothing to filter
    static SourceRows open(
            Source source,
            ReadRequest request,
            Split split,
            Position from,
            @Nullable CursorRange unpushed,
            String stream,
            BufferAllocator allocator) {
        Counting read = new Counting(new Extract(source.read(request, split, from), request.schema(), stream));
        if (unpushed == null) {
            return new SourceRows(read, read, null);
        }
        try {
            CursorFilter filter = new CursorFilter(read, unpushed, allocator);
            return new SourceRows(read, filter, filter);
        } catch (RuntimeException failed) {
            read.close();
            throw failed;
        }
    }

    @Override
    public Counted counted() {
        return new Counted(
                read.rows.sum(),
                read.bytes.sum(),
                filter == null ? null : filter.cursorMax(),
                List.of(),
                Map.of("extract", read.nanos.sum()));
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public @Nullable Batch next() {
        return rows.next();
    }

    @Override
    public void acknowledge(Position committed) {
        rows.acknowledge(committed);
    }

    @Override
    public void close() {
        rows.close();
    }

    /// Counts what the source gives and how long it takes.
    private static final class Counting implements BatchStream {
        private final BatchStream left;
        private final LongAdder rows = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        private Counting(BatchStream left) {
            this.left = left;
        }

        @Override
        public Schema schema() {
            return left.schema();
        }

        @Override
        public @Nullable Batch next() {
            long before = System.nanoTime();
            Batch batch = left.next();
            nanos.add(System.nanoTime() - before);
            if (batch != null) {
                rows.add(batch.rowCount() + (long) batch.rejects().size());
                bytes.add(batch.bytes());
            }
            return batch;
        }

        @Override
        public void acknowledge(Position committed) {
            left.acknowledge(committed);
        }

        @Override
        public void close() {
            left.close();
        }
    }
}
