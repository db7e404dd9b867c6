package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.EpochWriter;
import java.util.List;

/// Adds rows to a table in one transaction, which the epoch's commit ends.
final class DirectWriter implements EpochWriter.Transactional {
    private final TableRows rows;
    private final TableName table;
    private final String columns;

    /// @param rows owned by the writer
    DirectWriter(TableRows rows, TableName table, List<String> columns) {
        this.rows = rows;
        this.table = table;
        this.columns = Sql.names(columns);
    }

    @Override
    public void write(Batch batch) {
        rows.run(connection -> {
            connection.setAutoCommit(false);
            rows.insert(connection, batch.rows(), table.sql(), columns);
        });
    }

    @Override
    public void commit(String checkpoint) {
        rows.commit(checkpoint, connection -> {});
    }

    @Override
    public void close() {
        rows.close();
    }
}
