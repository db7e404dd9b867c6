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
import io.datacook.testkit.MemoryLake.Metadata;
import io.datacook.testkit.MemoryLake.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A destination of the table-format class over a [MemoryLake]: what a connector for a real table format looks like to
/// the engine.
///
/// **Threading:** as [Load] says.
public final class MemoryLakeDestination implements Destination {
    /// What it declares.
    public static final Set<DestinationFeature> FEATURES = Set.of(
            DestinationFeature.TABLE_FORMAT,
            DestinationFeature.APPEND,
            DestinationFeature.REPLACE,
            DestinationFeature.EVOLVE,
            DestinationFeature.NESTED);

    private static final String RUN = "run";

    private final MemoryLake lake;

    /// Opens the table.
    public MemoryLakeDestination(MemoryLake lake) {
        this.lake = lake;
    }

    @Override
    public @Nullable Schema existing() {
        return lake.metadata().schema();
    }

    @Override
    public Schema stored(Schema incoming) {
        return incoming;
    }

    @Override
    public Load load(LoadRequest request) {
        if (!(request.mode() instanceof WriteMode.Append || request.mode() instanceof WriteMode.Replace)) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "this destination cannot " + request.mode().word() + "; it can append and replace");
        }
        return new LakeLoad(request);
    }

    @Override
    public String describe() {
        return "memory lake";
    }

    @Override
    public void close() {}

    private static void requireFence(Metadata table, String holder, long fence) {
        if (table.fence(holder) > fence) {
            throw new DatacookException(
                    ErrorCode.FENCED,
                    "fence %d was overtaken by %d in this table".formatted(fence, table.fence(holder)));
        }
    }

    private final class LakeLoad implements Load {
        private final LoadRequest request;
        private final String branch;

        private LakeLoad(LoadRequest request) {
            this.request = request;
            this.branch = MemoryLake.branch(request.mode(), request.window());
        }

        @Override
        public void open() {
            lake.change(table -> {
                requireFence(table, RUN, request.fence());
                Metadata next = table.withFence(RUN, request.fence());
                return new Metadata(
                        next.branches(),
                        next.fences(),
                        next.finished(),
                        MemoryLake.changed(next.schema(), request.changes(), request.schema()));
            });
            lake.removeGarbage(request.window(), request.fence());
        }

        @Override
        public @Nullable String claim(String split, long fence) {
            String holder = request.window() + "/" + split;
            lake.change(table -> {
                requireFence(table, RUN, fence);
                requireFence(table, holder, fence);
                return table.withFence(holder, fence);
            });
            Snapshot last = MemoryLake.last(lake.metadata(), branch, request.window(), split);
            return last == null ? null : last.summary().get("datacook.checkpoint");
        }

        @Override
        public EpochWriter begin(EpochId epoch) {
            return new LakeWriter(epoch, branch);
        }

        @Override
        public void finish(List<Manifest> manifests) {
            lake.change(table -> {
                requireFence(table, RUN, request.fence());
                if (table.finished().contains(request.window())) {
                    return table;
                }
                Set<String> finished = new HashSet<>(table.finished());
                finished.add(request.window());
                Metadata next = new Metadata(table.branches(), table.fences(), finished, table.schema());
                if (request.mode() instanceof WriteMode.Append) {
                    return next;
                }
                Snapshot gathered = table.branches().get(branch);
                Snapshot before = table.branches().get(MemoryLake.MAIN);
                List<String> files = gathered == null ? List.of() : gathered.files();
                return next.with(MemoryLake.MAIN, new Snapshot(before, files, Map.of("operation", "overwrite")));
            });
        }

        @Override
        public VisibleRows visible() {
            boolean appends = request.mode() instanceof WriteMode.Append;
            return (columns, reader) -> MemoryDestination.lend(
                    appends ? lake.visibleOf(request.window()) : lake.visible(), request.schema(), reader);
        }

        @Override
        public void close() {}
    }

    private final class LakeWriter implements EpochWriter.Snapshot {
        private final EpochId epoch;
        private final String branch;
        private final String name;
        private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

        private LakeWriter(EpochId epoch, String branch) {
            this.epoch = epoch;
            this.branch = branch;
            this.name = lake.newName(epoch);
        }

        @Override
        public void write(Batch batch) {
            rows.addAll(Tables.rows(batch.rows()));
        }

        @Override
        public Manifest prepare() {
            if (rows.isEmpty()) {
                return new Manifest(List.of());
            }
            lake.write(name, rows);
            return new Manifest(
                    List.of(new Manifest.StagedFile(name, name, rows.size() * 8L, rows.size(), "crc32:00000000")));
        }

        @Override
        public void commit(Manifest files, String checkpoint) {
            lake.commit(epoch, name, branch, files, checkpoint);
        }

        @Override
        public void close() {
            rows.clear();
        }
    }
}
