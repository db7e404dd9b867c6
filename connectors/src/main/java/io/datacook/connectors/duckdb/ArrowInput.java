package io.datacook.connectors.duckdb;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Shows one batch to one statement as a relation, without copying: DuckDB holds the buffers as long as it reads them.
///
/// **Threading:** DuckDB pulls the batch on threads of its own; everything else on one. **Closing:** after the
/// statement
/// and its result; the batch stays the caller's.
final class ArrowInput implements AutoCloseable {
    private final OneBatch reader;
    private final ArrowArrayStream stream;

    private ArrowInput(OneBatch reader, ArrowArrayStream stream) {
        this.reader = reader;
        this.stream = stream;
    }

    /// Makes rows a relation of a connection; one statement may read it once.
    ///
    /// @param rows the caller's, unchanged until [#close]
    /// @param relation its name, replaced if the connection has it already
    static ArrowInput register(
            DuckDBConnection connection, BufferAllocator allocator, VectorSchemaRoot rows, String relation)
            throws SQLException {
        OneBatch reader = new OneBatch(allocator, rows);
        ArrowArrayStream stream = null;
        try {
            stream = ArrowArrayStream.allocateNew(allocator);
            Data.exportArrayStream(allocator, reader, stream);
            connection.registerArrowStream(relation, stream);
            return new ArrowInput(reader, stream);
        } catch (RuntimeException | Error failed) {
            closeAll(reader, stream);
            if (failed.getCause() instanceof SQLException refused) {
                requireMemory(refused);
                throw refused;
            }
            throw failed;
        }
    }

    /// Runs one statement over rows.
    ///
    /// @return the rows it changed
    static long run(
            DuckDBConnection connection, BufferAllocator allocator, VectorSchemaRoot rows, String relation, String sql)
            throws SQLException {
        try (ArrowInput input = register(connection, allocator, rows, relation);
                Statement statement = connection.createStatement()) {
            try {
                return statement.executeUpdate(sql);
            } catch (SQLException failed) {
                throw input.reason(failed);
            }
        }
    }

    /// The reason of a failed statement: memory that ran out while DuckDB pulled the rows is thrown as that.
    SQLException reason(SQLException failed) {
        if (reader.exhausted != null) {
            throw reader.exhausted;
        }
        requireMemory(failed);
        return failed;
    }

    /// What Arrow throws inside of DuckDB comes back as text only.
    private static void requireMemory(SQLException failed) {
        String message = DuckErrors.message(failed);
        if (message.contains(OutOfMemoryException.class.getName())) {
            throw new OutOfMemoryException(DuckErrors.sentence(message), failed);
        }
    }

    @Override
    public void close() {
        closeAll(reader, stream);
    }

    private static void closeAll(OneBatch reader, @Nullable ArrowArrayStream stream) {
        if (stream != null) {
            stream.close();
        }
        reader.end();
    }

    private static final class OneBatch extends ArrowReader {
        private final VectorSchemaRoot rows;
        private boolean given;
        private volatile @Nullable OutOfMemoryException exhausted;

        private OneBatch(BufferAllocator allocator, VectorSchemaRoot rows) {
            super(allocator);
            this.rows = rows;
        }

        @Override
        public boolean loadNextBatch() throws IOException {
            if (given) {
                return false;
            }
            given = true;
            try (ArrowRecordBatch batch = new VectorUnloader(rows, true, false).getRecordBatch()) {
                prepareLoadNextBatch();
                new VectorLoader(getVectorSchemaRoot()).load(batch);
                return true;
            } catch (OutOfMemoryException full) {
                exhausted = full;
                throw full;
            }
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        protected void closeReadSource() {
            // The rows are the caller's.
        }

        @Override
        protected Schema readSchema() {
            return rows.getSchema();
        }

        private void end() {
            try {
                close();
            } catch (IOException impossible) {
                throw new IllegalStateException("a batch in memory cannot fail to close", impossible);
            }
        }
    }
}
