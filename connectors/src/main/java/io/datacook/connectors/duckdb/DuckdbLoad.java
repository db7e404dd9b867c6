package io.datacook.connectors.duckdb;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.VisibleRows;
import io.datacook.api.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// One window on its way into a DuckDB table.
///
/// The file is opened for writing by [#open] and shared by all lanes. Rows of append and replace go straight into the
/// table or its shadow inside of the epoch's transaction; rows of merge and scd2 wait in a temporary table, so that the
/// transaction that applies them is short.
final class DuckdbLoad implements Load {
    private final Path path;
    private final DuckLimits limits;
    private final ConnectorContext context;
    private final LoadRequest request;
    private final String subject;
    private final CommitsTable commits;
    private final TargetTable tables;
    private final LoadsTable loads;
    private final KeysTable keys;
    private final DuckdbVisible visible;
    private final Instant startedAt;
    private DuckFiles.@Nullable Shared file;

    /// @param subject what is loaded, for messages
    DuckdbLoad(
            Path path,
            TableName table,
            DuckLimits limits,
            ConnectorContext context,
            LoadRequest request,
            String subject) {
        this.path = path;
        this.limits = limits;
        this.context = context;
        this.request = request;
        this.subject = subject;
        this.startedAt = context.clock().instant();
        this.commits = new CommitsTable(request.recipe(), request.stream(), context.clock());
        this.tables = new TargetTable(table, request.recipe() + "\n" + request.stream(), request.window());
        this.loads = new LoadsTable(request.recipe(), request.stream(), table);
        this.keys = new KeysTable(table, tables.keys(), KeyedSql.keys(request.mode()));
        this.visible = new DuckdbVisible(this::file, context, request, loads, keys);
    }

    @Override
    public void open() {
        request.schema().getFields().forEach(DuckTypes::name);
        try {
            if (file == null) {
                Path folder = path.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                file = DuckFiles.open(path, DuckDatabase.Access.WRITE, limits);
                file.loading(tables.target(), 1);
            }
        } catch (SQLException | IOException failed) {
            throw translate(failed);
        }
        change(connection -> {
            CommitsTable.create(connection);
            commits.open(connection, request.window(), request.fence());
            tables.sweep(connection);
            if (commits.isFinished(connection, request.window())) {
                return null;
            }
            if (request.mode() instanceof WriteMode.Replace) {
                tables.prepareShadow(connection, request.mode(), request.schema(), request.changes());
            } else {
                tables.prepare(connection, request.mode(), request.schema(), request.changes());
            }
            if (request.mode() instanceof WriteMode.Append) {
                loads.begin(connection, request.window(), commits.rows(connection, request.window()));
            } else if (!keys.keys().isEmpty()) {
                TableRows.execute(connection, List.of(keys.create()));
            }
            return null;
        });
    }

    @Override
    public @Nullable String claim(String split, long fence) {
        return change(connection -> commits.claim(connection, request.window(), split, fence));
    }

    @Override
    public EpochWriter begin(EpochId epoch) {
        TableRows rows = new TableRows(file(), context, commits, epoch, subject);
        List<String> columns = request.schema().getFields().stream()
                .map(field -> field.getName())
                .toList();
        List<String> keys = KeyedSql.keys(request.mode());
        if (keys.isEmpty()) {
            TableName table = request.mode() instanceof WriteMode.Replace ? tables.shadow() : tables.target();
            return new DirectWriter(rows, table, columns);
        }
        KeyedSql sql = new KeyedSql(tables.target(), KeyedWriter.STAGED, columns, keys);
        return new KeyedWriter(rows, request, sql, this.keys, startedAt, limits.memory());
    }

    @Override
    public void finish(List<Manifest> manifests) {
        change(connection -> {
            commits.requireRun(connection, request.fence());
            if (!commits.isFinished(connection, request.window())) {
                if (request.mode() instanceof WriteMode.Replace) {
                    tables.swap(connection);
                }
                commits.finish(connection, request.window(), request.fence());
            }
            return null;
        });
    }

    @Override
    public VisibleRows visible() {
        return visible;
    }

    private <T extends @Nullable Object> T change(Transactions.Work<T> work) {
        DuckFiles.Shared shared = file();
        shared.changes().lock();
        try (DuckDBConnection connection = shared.connect()) {
            return Transactions.run(connection, subject, work);
        } catch (SQLException failed) {
            throw translate(failed);
        } finally {
            shared.changes().unlock();
        }
    }

    private DuckFiles.Shared file() {
        if (file == null) {
            throw new IllegalStateException("the load is not open");
        }
        return file;
    }

    private DatacookException translate(Exception failed) {
        return DuckErrors.translate(failed, ErrorCode.DESTINATION_UNREACHABLE, subject);
    }

    @Override
    public void close() {
        if (visible.isLooked() && file != null) {
            change(connection -> {
                TableRows.execute(
                        connection,
                        List.of("DROP TABLE IF EXISTS " + keys.table().sql()));
                return null;
            });
        }
        DuckFiles.Shared shared = file;
        file = null;
        if (shared != null) {
            shared.loading(tables.target(), -1);
            try {
                shared.close();
            } catch (SQLException failed) {
                throw translate(failed);
            }
        }
    }
}
