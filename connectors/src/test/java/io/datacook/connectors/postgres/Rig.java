package io.datacook.connectors.postgres;

import io.datacook.api.Batch;
import io.datacook.api.ConnectorContext;
import io.datacook.api.CursorRange;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.SchemaChange;
import io.datacook.api.Secret;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.WriteMode;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.Tables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A database and an allocator for one test; closing proves that no Arrow buffer leaked.
final class Rig implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    final BufferAllocator allocator = new RootAllocator(512L << 20);
    final Database database;
    private long runs;

    Rig() {
        this(PostgresServer.freshDatabase());
    }

    Rig(Database database) {
        this.database = database;
    }

    ConnectorContext context() {
        return context(4);
    }

    ConnectorContext context(int lanes) {
        return new ConnectorContext(
                allocator, Clock.fixed(NOW, ZoneOffset.UTC), Path.of("."), Path.of("target", "scratch"), lanes);
    }

    static ConnectionOptions connection(String url, @Nullable Secret password) {
        return new ConnectionOptions(
                Secret.of(url),
                null,
                5432,
                null,
                null,
                password,
                "prefer",
                null,
                "datacook test",
                Duration.ofSeconds(10));
    }

    PostgresSourceOptions source(@Nullable String table, @Nullable String query) {
        return source(table, query, "text", Infinity.ERROR, ArrayForm.LIST);
    }

    PostgresSourceOptions source(
            @Nullable String table, @Nullable String query, String numericAs, Infinity infinity, ArrayForm arrays) {
        return new PostgresSourceOptions(
                connection(database.url(), null), Duration.ZERO, table, query, numericAs, infinity, arrays, true);
    }

    Source open(PostgresSourceOptions options) {
        return PostgresSource.open(options, context());
    }

    Source open(String table) {
        return open(source(table, null));
    }

    static ReadRequest all(Schema schema) {
        return request(schema, null, 1_000);
    }

    static ReadRequest request(Schema schema, @Nullable CursorRange range, int rows) {
        return new ReadRequest(schema, range, rows, 16 << 20, ReadRequest.BadRows.FAIL);
    }

    /// All rows of a table, whatever its splits.
    List<Map<String, @Nullable Object>> rows(PostgresSourceOptions options) {
        try (Source source = open(options)) {
            return rows(source, all(source.describe().schema()));
        }
    }

    List<Map<String, @Nullable Object>> rows(String table) {
        return rows(source(table, null));
    }

    static List<Map<String, @Nullable Object>> rows(Source source, ReadRequest request) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Split split : source.splits(request)) {
            rows.addAll(rows(source, request, split));
        }
        return rows;
    }

    static List<Map<String, @Nullable Object>> rows(Source source, ReadRequest request, Split split) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (SplitReader reader = source.read(request, split, Position.START)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                try (Batch closing = batch) {
                    rows.addAll(Tables.rows(closing.rows()));
                }
            }
        }
        return rows;
    }

    PostgresDestinationOptions target(String table) {
        return target(table, ReplaceBy.TRUNCATE, "text");
    }

    PostgresDestinationOptions target(String table, ReplaceBy replaceBy, String numericAs) {
        return new PostgresDestinationOptions(
                connection(database.url(), null), Duration.ZERO, table, replaceBy, numericAs);
    }

    PostgresDestination openTarget(String table) {
        return PostgresDestination.open(target(table), context());
    }

    /// A request that creates the target where it is absent.
    static LoadRequest request(String window, long fence, Schema schema, WriteMode mode) {
        return new LoadRequest(
                "recipe", "stream", window, schema, mode, List.of(new SchemaChange.Create(schema)), -1, fence);
    }

    static EpochId epoch(String window, String split, long epoch, long fence) {
        return new EpochId("recipe", "stream", window, split, epoch, fence);
    }

    /// Loads batches as one window of one split, each batch an epoch.
    void load(PostgresDestinationOptions options, String window, WriteMode mode, List<Batch> batches) {
        Schema schema = batches.getFirst().schema();
        long fence = 10L * ++runs;
        try (PostgresDestination destination = PostgresDestination.open(options, context());
                Load load = destination.load(request(window, fence, schema, mode))) {
            load.open();
            load.claim("0", fence + 1);
            long number = 0;
            for (Batch batch : batches) {
                try (EpochWriter writer = load.begin(epoch(window, "0", ++number, fence + 1))) {
                    writer.write(batch);
                    ((EpochWriter.Transactional) writer).commit("{\"epoch\":" + number + "}");
                }
            }
            load.finish(List.of());
        } finally {
            batches.forEach(Batch::close);
        }
    }

    @Override
    public void close() {
        allocator.close();
    }
}
