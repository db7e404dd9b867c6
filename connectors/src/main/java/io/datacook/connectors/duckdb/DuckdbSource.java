package io.datacook.connectors.duckdb;

import io.datacook.api.Closest;
import io.datacook.api.ConnectorContext;
import io.datacook.api.CursorValues;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.StreamInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// A table, view or query of a DuckDB file.
///
/// Tables are split by ranges of row numbers, which are also the positions. Views and queries have none: one split,
/// whose only position is its end.
final class DuckdbSource implements Source {
    /// DuckDB stores rows in groups of this many; a split is never smaller.
    static final long ROWS_IN_GROUP = 122_880;

    private final DuckdbSourceOptions options;
    private final ConnectorContext context;
    private final DuckFiles.Shared file;
    private final String subject;

    private DuckdbSource(DuckdbSourceOptions options, ConnectorContext context, DuckFiles.Shared file) {
        this.options = options;
        this.context = context;
        this.file = file;
        this.subject =
                options.query() == null ? options.path() + " table " + table().text() : "query of " + options.path();
    }

    /// Opens the file for reading.
    static DuckdbSource open(DuckdbSourceOptions options, ConnectorContext context) {
        Path path = context.folder().resolve(options.path());
        if (!Files.exists(path)) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING,
                    "there is no file %s; check `path`, which starts at the recipe's folder".formatted(path));
        }
        try {
            DuckLimits limits = new DuckLimits(
                    DuckLimits.Share.SOURCE.of(options.memoryLimit(), context.allocator()),
                    options.threads(),
                    context.scratch().resolve("duckdb"));
            return new DuckdbSource(options, context, DuckFiles.open(path, DuckDatabase.Access.READ, limits));
        } catch (SQLException failed) {
            throw DuckErrors.translate(
                    failed, ErrorCode.SOURCE_UNREACHABLE, options.path().toString());
        }
    }

    private TableName table() {
        return TableName.parse(options.table() == null ? DuckdbSourceOptions.TABLE_DEFAULT : options.table());
    }

    @Override
    public List<StreamInfo> discover() {
        return with(connection -> {
            List<StreamInfo> streams = new ArrayList<>();
            for (Catalog.Relation relation : Catalog.relations(connection)) {
                streams.add(info(connection, relation));
            }
            if (options.query() != null) {
                streams.add(info(connection, null));
            }
            streams.sort(java.util.Comparator.comparing(StreamInfo::name));
            return streams;
        });
    }

    @Override
    public StreamInfo describe() {
        return with(connection -> info(connection, relation(connection)));
    }

    private StreamInfo info(DuckDBConnection connection, Catalog.@Nullable Relation relation) throws SQLException {
        TreeMap<String, String> selection =
                new TreeMap<>(Map.of("path", options.path().toString()));
        if (relation == null) {
            String query = String.valueOf(options.query());
            selection.put("query", query);
            Schema schema = ExchangeColumn.schema(DuckResult.describe(connection, query));
            return new StreamInfo("query", selection, schema, List.of(), -1, -1);
        }
        TableName name = relation.name();
        selection.put("table", name.text());
        Schema schema = ExchangeColumn.schema(Catalog.columns(connection, name));
        return new StreamInfo(
                name.text(), selection, schema, Catalog.primaryKey(connection, name), relation.rowsEstimate(), -1);
    }

    /// The relation to read, or `null` for a query.
    private Catalog.@Nullable Relation relation(DuckDBConnection connection) throws SQLException {
        if (options.query() != null) {
            return null;
        }
        Catalog.Relation relation = Catalog.find(connection, table());
        if (relation == null) {
            List<String> known = Catalog.relations(connection).stream()
                    .map(other -> other.name().text())
                    .toList();
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING,
                    "%s has no table '%s'. %s"
                            .formatted(options.path(), table().text(), Closest.describe(table().text(), known)));
        }
        return relation;
    }

    @Override
    public List<Split> splits(ReadRequest request) {
        return with(connection -> {
            Catalog.Relation relation = relation(connection);
            if (relation == null || !relation.isTable()) {
                return List.of(Split.of("query", Map.of()));
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT count(*), max(rowid) FROM "
                            + relation.name().sql());
                    ResultSet result = statement.executeQuery()) {
                result.next();
                long rows = result.getLong(1);
                return rows == 0 ? List.of() : ranges(rows, result.getLong(2) + 1);
            }
        });
    }

    private List<Split> ranges(long rows, long end) {
        long groups = (end + ROWS_IN_GROUP - 1) / ROWS_IN_GROUP;
        long count = Math.max(1, Math.min(context.lanesMax(), groups));
        List<Split> splits = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long from = groups * i / count * ROWS_IN_GROUP;
            long to = i == count - 1 ? end : groups * (i + 1) / count * ROWS_IN_GROUP;
            Map<String, String> fields = Map.of(RowRange.FROM, Long.toString(from), RowRange.TO, Long.toString(to));
            splits.add(
                    new Split(String.format(Locale.ROOT, "rows-%012d", from), new TreeMap<>(fields), rows / count, -1));
        }
        return splits;
    }

    @Override
    public SplitReader read(ReadRequest request, Split split, Position from) {
        DuckDBConnection connection = null;
        try {
            connection = file.connect();
            Catalog.Relation relation = relation(connection);
            List<ExchangeColumn> all = relation == null
                    ? DuckResult.describe(connection, String.valueOf(options.query()))
                    : Catalog.columns(connection, relation.name());
            SourceQuery query = new SourceQuery(
                    relation == null
                            ? "(\n" + options.query() + "\n)"
                            : relation.name().sql(),
                    all,
                    request);
            boolean numbered = relation != null && relation.isTable();
            String resource = relation == null ? "query" : relation.name().text();
            return numbered
                    ? TableReader.open(connection, context.allocator(), query, RowRange.of(split, from), resource)
                    : QueryReader.open(connection, context.allocator(), query, from, resource);
        } catch (SQLException | RuntimeException | Error failed) {
            closeQuietly(connection, failed);
            throw failed(failed);
        }
    }

    @Override
    public @Nullable String cursorMax(String column) {
        return with(connection -> {
            Catalog.Relation relation = relation(connection);
            String from = relation == null
                    ? "(\n" + options.query() + "\n)"
                    : relation.name().sql();
            String inner = "SELECT max(" + Sql.name(column) + ") AS " + Sql.name(column) + " FROM " + from;
            List<ExchangeColumn> columns = DuckResult.describe(connection, inner);
            String sql = "SELECT " + ExchangeColumn.select(columns) + " FROM (" + inner + ")";
            try (DuckResult result =
                            DuckResult.open(connection, context.allocator(), sql, ExchangeColumn.schema(columns), 1);
                    VectorSchemaRoot rows = result.next()) {
                return rows == null ? null : CursorValues.text(rows.getVector(0), 0);
            }
        });
    }

    @FunctionalInterface
    private interface Work<T extends @Nullable Object> {
        T on(DuckDBConnection connection) throws SQLException;
    }

    private <T extends @Nullable Object> T with(Work<T> work) {
        try (DuckDBConnection connection = file.connect()) {
            return work.on(connection);
        } catch (SQLException failed) {
            throw failed(failed);
        }
    }

    private RuntimeException failed(Throwable failed) {
        if (failed instanceof SQLException) {
            return DuckErrors.translate(failed, ErrorCode.SOURCE_UNREACHABLE, subject);
        }
        if (failed instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failed;
    }

    private static void closeQuietly(@Nullable DuckDBConnection connection, Throwable reason) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException second) {
            reason.addSuppressed(second);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (SQLException failed) {
            throw failed(failed);
        }
    }
}
