package io.datacook.connectors.duckdb;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.LoadRequest;
import io.datacook.api.VisibleKeys;
import io.datacook.api.VisibleRows;
import io.datacook.api.WriteMode;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// A window's rows as any reader of the file finds them, read back as Arrow: the database runs in this process, so that
/// nothing is gained by adding up in SQL.
///
/// An appended row is known by its number, a replaced one by being there, a merged one by its key. **Threading:** one
/// thread at a time.
final class DuckdbVisible implements VisibleRows {
    private static final int ROWS_MAX = 8_192;

    private final Supplier<DuckFiles.Shared> file;
    private final ConnectorContext context;
    private final LoadRequest request;
    private final LoadsTable loads;
    private final KeysTable keys;
    private boolean looked;

    /// @param file open while this is used
    DuckdbVisible(
            Supplier<DuckFiles.Shared> file,
            ConnectorContext context,
            LoadRequest request,
            LoadsTable loads,
            KeysTable keys) {
        this.file = file;
        this.context = context;
        this.request = request;
        this.loads = loads;
        this.keys = keys;
    }

    /// Whether the list of keys has done its work.
    boolean isLooked() {
        return looked;
    }

    @Override
    public @Nullable VisibleKeys keys() {
        if (keys.keys().isEmpty()) {
            return null;
        }
        VisibleKeys found = look(keys::count);
        looked = true;
        return found;
    }

    @Override
    public long count() {
        return look(connection -> loads.count(connection, where(connection)));
    }

    @Override
    public void read(Set<String> columns, Consumer<VectorSchemaRoot> rows) {
        look(connection -> {
            List<String> loaded =
                    request.schema().getFields().stream().map(Field::getName).toList();
            List<ExchangeColumn> wanted = Catalog.columns(connection, loads.target()).stream()
                    .filter(column -> loaded.contains(column.field().getName()))
                    .toList();
            String sql = "SELECT " + ExchangeColumn.select(wanted) + " FROM "
                    + loads.target().sql() + " AS t WHERE " + where(connection);
            try (DuckResult result =
                    DuckResult.open(connection, context.allocator(), sql, ExchangeColumn.schema(wanted), ROWS_MAX)) {
                for (VectorSchemaRoot next = result.next(); next != null; next = result.next()) {
                    try (VectorSchemaRoot batch = next) {
                        rows.accept(batch);
                    }
                }
            }
            return 0L;
        });
    }

    private <T> T look(Transactions.Work<T> work) {
        try (DuckDBConnection connection = file.get().connect()) {
            return work.on(connection);
        } catch (SQLException failed) {
            throw DuckErrors.translate(
                    failed, ErrorCode.DESTINATION_UNREACHABLE, loads.target().text());
        }
    }

    private String where(DuckDBConnection connection) throws SQLException {
        return switch (request.mode()) {
            case WriteMode.Append() -> appended(connection);
            case WriteMode.Replace() -> "true";
            case WriteMode.Merge _ -> keys.matches();
            case WriteMode.Scd2 _ -> keys.matches() + " AND t." + KeyedSql.CURRENT;
        };
    }

    private String appended(DuckDBConnection connection) throws SQLException {
        LoadsTable.Base base = Objects.requireNonNull(loads.find(connection), "the load's beginning");
        if (base.disturbed()) {
            throw unknown("the table was changed by others while the load was interrupted");
        }
        if (file.get().isCrowded(loads.target())) {
            throw unknown("another stream loaded the same table at the same time");
        }
        if (loads.count(connection, "t.rowid <= " + base.last()) != base.rows()) {
            throw unknown("older rows of the table were changed, so that its rows have other numbers now");
        }
        return "t.rowid > " + base.last();
    }

    private static DatacookException unknown(String reason) {
        return new DatacookException(ErrorCode.RESOURCE_EXHAUSTED, reason);
    }
}
