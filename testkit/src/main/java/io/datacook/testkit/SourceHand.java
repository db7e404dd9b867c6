package io.datacook.testkit;

import io.datacook.api.Batch;
import io.datacook.api.ConnectorContext;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One process's hold on a source: opens it, reads it into Java rows, and proves that no buffer is left.
///
/// **Closing:** the source and the allocator, which fails if a buffer was not freed.
public final class SourceHand implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Source source;

    private SourceHand(BufferAllocator allocator, Source source) {
        this.allocator = allocator;
        this.source = source;
    }

    /// Opens a source with a context of its own.
    public static SourceHand open(Path folder, int lanesMax, Function<ConnectorContext, Source> opener) {
        BufferAllocator allocator = new RootAllocator();
        try {
            return new SourceHand(allocator, opener.apply(context(allocator, folder, lanesMax)));
        } catch (Throwable failed) {
            allocator.close();
            throw failed;
        }
    }

    /// A context of 2026-11-21T08:00:00Z.
    public static ConnectorContext context(BufferAllocator allocator, Path folder, int lanesMax) {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);
        return new ConnectorContext(allocator, clock, folder, folder.resolve("scratch"), lanesMax);
    }

    /// The source itself.
    public Source source() {
        return source;
    }

    /// A request for all columns and rows, a thousand rows a batch, that fails at bad rows.
    public ReadRequest request() {
        return SourceSubject.request(source);
    }

    /// A request with other limits.
    public ReadRequest request(int batchRowsMax, long batchBytesMax) {
        return new ReadRequest(source.describe().schema(), null, batchRowsMax, batchBytesMax, ReadRequest.BadRows.FAIL);
    }

    /// A request that leaves bad rows out.
    public ReadRequest rejecting() {
        ReadRequest all = request();
        return new ReadRequest(all.schema(), null, all.batchRowsMax(), all.batchBytesMax(), ReadRequest.BadRows.REJECT);
    }

    /// A request for some columns, in this order.
    public ReadRequest request(List<String> columns) {
        Schema all = source.describe().schema();
        Schema some = new Schema(columns.stream().map(all::findField).toList());
        return new ReadRequest(some, null, 1_000, 1 << 20, ReadRequest.BadRows.FAIL);
    }

    /// All rows of all splits, in the order of the splits.
    public Read readAll(ReadRequest request) {
        Read all = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Split split : source.splits(request)) {
            Read read = read(request, split, Position.START);
            all.rows().addAll(read.rows());
            all.texts().addAll(read.texts());
            all.rejects().addAll(read.rejects());
            all.positions().addAll(read.positions());
        }
        return all;
    }

    /// All rows of a split behind a position.
    public Read read(ReadRequest request, Split split, Position from) {
        Read read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (SplitReader reader = source.read(request, split, from)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                read.add(batch);
                batch.close();
            }
        }
        return read;
    }

    @Override
    public void close() {
        source.close();
        allocator.close();
    }

    /// What was read.
    ///
    /// @param rows values by column
    /// @param texts the rows as JSON objects
    /// @param rejects rows left out
    /// @param positions of the batches, `null` where a batch had none
    public record Read(
            List<Map<String, @Nullable Object>> rows,
            List<String> texts,
            List<Reject> rejects,
            List<@Nullable Position> positions) {
        /// Adds what a batch holds; the caller still closes it.
        public void add(Batch batch) {
            rows.addAll(Tables.rows(batch.rows()));
            for (int row = 0; row < batch.rowCount(); row++) {
                texts.add(RowText.row(batch.rows(), row));
            }
            rejects.addAll(batch.rejects());
            positions.add(batch.position());
        }

        /// The `id` of each row.
        public List<Long> ids() {
            List<Long> ids = new ArrayList<>();
            for (Map<String, @Nullable Object> row : rows) {
                ids.add(row.get("id") instanceof Number id ? id.longValue() : -1L);
            }
            return ids;
        }
    }
}
