package io.datacook.testkit;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.VisibleRows;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A destination on a [MemoryTable], staged or transactional: the smallest one that keeps every promise.
public final class MemoryDestination implements Destination {
    /// What the staged form declares.
    public static final Set<DestinationFeature> STAGED = Set.of(
            DestinationFeature.STAGED,
            DestinationFeature.APPEND,
            DestinationFeature.REPLACE,
            DestinationFeature.EVOLVE,
            DestinationFeature.NESTED);

    /// What the transactional form declares.
    public static final Set<DestinationFeature> TRANSACTIONAL = Set.of(
            DestinationFeature.TRANSACTIONAL,
            DestinationFeature.APPEND,
            DestinationFeature.REPLACE,
            DestinationFeature.MERGE,
            DestinationFeature.SCD2,
            DestinationFeature.EVOLVE,
            DestinationFeature.NESTED);

    private final MemoryTable table;
    private final Set<DestinationFeature> features;

    /// @param features [#STAGED] or [#TRANSACTIONAL]
    public MemoryDestination(MemoryTable table, Set<DestinationFeature> features) {
        this.table = table;
        this.features = features;
    }

    @Override
    public @Nullable Schema existing() {
        return table.schema();
    }

    @Override
    public Schema stored(Schema incoming) {
        return incoming;
    }

    @Override
    public Load load(LoadRequest request) {
        DestinationFeature needed =
                switch (request.mode()) {
                    case WriteMode.Append _ -> DestinationFeature.APPEND;
                    case WriteMode.Replace _ -> DestinationFeature.REPLACE;
                    case WriteMode.Merge _ -> DestinationFeature.MERGE;
                    case WriteMode.Scd2 _ -> DestinationFeature.SCD2;
                };
        if (!features.contains(needed)) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "this destination cannot " + request.mode().word() + "; it can append and replace");
        }
        return new MemoryLoad(request);
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {}

    private final class MemoryLoad implements Load {
        private final LoadRequest request;

        private MemoryLoad(LoadRequest request) {
            this.request = request;
        }

        @Override
        public void open() {
            table.open(request.window(), request.fence(), request.mode(), request.changes(), request.schema());
        }

        @Override
        public @Nullable String claim(String split, long fence) {
            String checkpoint = table.claim(request.window(), split, fence);
            return features.contains(DestinationFeature.TRANSACTIONAL) ? checkpoint : null;
        }

        @Override
        public EpochWriter begin(EpochId epoch) {
            return features.contains(DestinationFeature.TRANSACTIONAL)
                    ? new TransactionalRows(request.mode(), epoch)
                    : new StagedRows(epoch);
        }

        @Override
        public void publish(Manifest manifest) {
            table.publish(manifest);
        }

        @Override
        public void finish(List<Manifest> manifests) {
            table.finish(request.window(), request.fence(), request.mode(), manifests);
        }

        @Override
        public @Nullable VisibleRows visible() {
            return switch (request.mode()) {
                case WriteMode.Append() ->
                    (columns, reader) -> lend(table.appendedBy(request.window()), request.schema(), reader);
                case WriteMode.Replace() -> (columns, reader) -> lend(table.visible(), request.schema(), reader);
                case WriteMode.Merge _, WriteMode.Scd2 _ -> null;
            };
        }

        @Override
        public void close() {}
    }

    /// Shows rows as one batch.
    static void lend(List<Map<String, @Nullable Object>> rows, Schema schema, Consumer<VectorSchemaRoot> reader) {
        List<@Nullable Object[]> cells = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows) {
            cells.add(schema.getFields().stream()
                    .map(field -> row.get(field.getName()))
                    .toArray(Object[]::new));
        }
        try (BufferAllocator allocator = new RootAllocator();
                Batch batch = Tables.batch(allocator, schema, 1, cells)) {
            reader.accept(batch.rows());
        }
    }

    private final class StagedRows implements EpochWriter.Staged {
        private final EpochId epoch;
        private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

        private StagedRows(EpochId epoch) {
            this.epoch = epoch;
        }

        @Override
        public void write(Batch batch) {
            rows.addAll(Tables.rows(batch.rows()));
        }

        @Override
        public Manifest prepare() {
            return table.stage(epoch.staging(), epoch.published(), rows);
        }

        @Override
        public void close() {
            rows.clear();
        }
    }

    private final class TransactionalRows implements EpochWriter.Transactional {
        private final WriteMode mode;
        private final EpochId epoch;
        private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

        private TransactionalRows(WriteMode mode, EpochId epoch) {
            this.mode = mode;
            this.epoch = epoch;
        }

        @Override
        public void write(Batch batch) {
            rows.addAll(Tables.rows(batch.rows()));
        }

        @Override
        public void commit(String checkpoint) {
            table.commit(epoch, mode, checkpoint, rows);
        }

        @Override
        public void close() {
            rows.clear();
        }
    }
}
