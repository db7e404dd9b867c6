package io.datacook.connectors.duckdb;

import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// A table of a DuckDB file. Nothing is open between calls; a [DuckdbLoad] holds the file while it writes.
final class DuckdbDestination implements Destination {
    private final DuckdbDestinationOptions options;
    private final ConnectorContext context;
    private final Path path;
    private final TableName table;

    private DuckdbDestination(DuckdbDestinationOptions options, ConnectorContext context) {
        this.options = options;
        this.context = context;
        this.path = context.folder().resolve(options.path());
        this.table = TableName.parse(options.table());
    }

    /// Touches nothing.
    static DuckdbDestination open(DuckdbDestinationOptions options, ConnectorContext context) {
        if (options.table().isBlank() || options.table().startsWith(Catalog.OWN)) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "table is '%s'; write a name that does not begin with %s, which Datacook keeps for itself"
                            .formatted(options.table(), Catalog.OWN));
        }
        return new DuckdbDestination(options, context);
    }

    @Override
    public @Nullable Schema existing() {
        if (!Files.exists(path)) {
            return null;
        }
        try {
            return DuckFiles.look(path, limits(), connection -> {
                if (Catalog.find(connection, table) == null) {
                    return null;
                }
                List<Field> fields = new ArrayList<>();
                for (ExchangeColumn column : Catalog.columns(connection, table)) {
                    if (!KeyedSql.isOwn(column.field().getName())) {
                        fields.add(column.field());
                    }
                }
                return new Schema(fields);
            });
        } catch (SQLException failed) {
            throw DuckErrors.translate(failed, ErrorCode.DESTINATION_UNREACHABLE, describe());
        }
    }

    @Override
    public Schema stored(Schema incoming) {
        try (DuckDatabase memory = DuckDatabase.memory(new DuckLimits(memory(), 1, null));
                DuckDBConnection connection = memory.connect();
                Statement statement = connection.createStatement()) {
            TableName probe = TableName.parse("probe");
            statement.execute("CREATE TABLE " + probe.sql() + " (" + DuckTypes.columns(incoming) + ")");
            return ExchangeColumn.schema(Catalog.columns(connection, probe));
        } catch (SQLException failed) {
            throw DuckErrors.translate(failed, ErrorCode.SCHEMA_MISMATCH, describe());
        }
    }

    @Override
    public Load load(LoadRequest request) {
        return new DuckdbLoad(path, table, limits(), context, request, describe());
    }

    private DuckLimits limits() {
        return new DuckLimits(memory(), options.threads(), context.scratch().resolve("duckdb"));
    }

    private ByteSize memory() {
        return DuckLimits.Share.WORK.of(options.memoryLimit(), context.allocator());
    }

    @Override
    public String describe() {
        return options.path() + " table " + table.text();
    }

    @Override
    public void close() {
        // Loads close what they opened.
    }
}
