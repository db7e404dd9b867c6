package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.LoadRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// Gathers rows in a temporary table and applies them by key in the epoch's transaction.
///
/// Grouping and joining by key holds the keys in memory, so many rows are applied in parts that have no key in common.
final class KeyedWriter implements EpochWriter.Transactional {
    /// The temporary table, of the writer's connection.
    static final String STAGED = "temp." + Sql.name(Catalog.OWN + "stage");

    /// The rows of one part.
    private static final String PART = "temp." + Sql.name(Catalog.OWN + "part");

    /// What DuckDB holds for a key while it groups and joins, with room to spare.
    private static final long BYTES_PER_KEY = 128;

    private final TableRows rows;
    private final LoadRequest request;
    private final KeyedSql sql;
    private final KeysTable keys;
    private final Instant now;
    private final long partRows;
    private long stagedRows;
    private boolean staged;

    /// @param rows owned by the writer
    /// @param now when versions of this load begin
    /// @param memory of the instance
    KeyedWriter(TableRows rows, LoadRequest request, KeyedSql sql, KeysTable keys, Instant now, ByteSize memory) {
        this.rows = rows;
        this.request = request;
        this.sql = sql;
        this.keys = keys;
        this.now = now;
        this.partRows = Math.max(1, memory.bytes() / BYTES_PER_KEY);
    }

    @Override
    public void write(Batch batch) {
        for (String key : sql.keys()) {
            requireNoNull(key, batch);
        }
        rows.run(connection -> {
            if (!staged) {
                TableRows.execute(
                        connection,
                        List.of("CREATE TEMP TABLE " + STAGED + " (" + DuckTypes.columns(request.schema()) + ")"));
                staged = true;
            }
            rows.insert(connection, batch.rows(), STAGED, Sql.names(sql.columns()));
        });
        stagedRows += batch.rowCount();
    }

    private static void requireNoNull(String key, Batch batch) {
        FieldVector vector = batch.rows().getVector(key);
        if (vector.getNullCount() == 0) {
            return;
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            if (vector.isNull(row)) {
                throw new DatacookException(
                        ErrorCode.DATA_INVALID,
                        ("%s: the key column '%s' is null; every row needs a key to be merged by, "
                                        + "so fill it or drop such rows")
                                .formatted(batch.origin().describe(row), key));
            }
        }
    }

    @Override
    public void commit(String checkpoint) {
        rows.commit(checkpoint, connection -> {
            if (staged) {
                List<String> kept = new ArrayList<>(Catalog.columnNames(connection, sql.target()));
                kept.removeAll(sql.columns());
                TableRows.execute(connection, List.of(keys.add(STAGED, request.mode())));
                long parts = (stagedRows + partRows - 1) / partRows;
                if (parts <= 1) {
                    TableRows.execute(connection, sql.statements(request.mode(), now, kept));
                }
                for (long part = 0; parts > 1 && part < parts; part++) {
                    TableRows.execute(connection, List.of(sql.part(PART, part, parts)));
                    TableRows.execute(connection, sql.from(PART).statements(request.mode(), now, kept));
                }
            }
        });
    }

    @Override
    public void close() {
        rows.close();
    }
}
