package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Keeps all rows in a database file of the scratch folder, then runs the query.
///
/// Memory is DuckDB's limit and one batch, whatever the number of rows; the disk holds the rows once, and what the
/// query
/// spills. Rejects ride on at once, in batches without rows.
final class StreamSqlStep implements Step {
    private static final String KEY = "query";
    private static final int THREADS_MAX = 4;
    private static final long BYTES_OF_THREAD = 64L << 20;

    private final String sql;
    private final List<ExchangeColumn> columns;
    private final Schema input;
    private final ByteSize memory;
    private final StepContext context;
    private @Nullable Path folder;
    private @Nullable DuckFile file;
    private @Nullable Position position;
    private @Nullable Origin origin;

    /// @param columns as the query gives them
    StreamSqlStep(String sql, List<ExchangeColumn> columns, Schema input, ByteSize memory, StepContext context) {
        this.sql = sql;
        this.columns = columns;
        this.input = input;
        this.memory = memory;
        this.context = context;
    }

    @Override
    public Schema output() {
        return ExchangeColumn.schema(columns);
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> out) {
        try (batch) {
            file().append(SqlStepType.INPUT, batch.rows());
            position = batch.position() == null ? position : batch.position();
            origin = origin == null && batch.rowCount() > 0 ? batch.origin() : origin;
        } catch (SQLException failed) {
            throw SqlProblem.failed(failed, KEY);
        }
        if (!batch.rejects().isEmpty()) {
            VectorSchemaRoot none = VectorSchemaRoot.create(output(), context.allocator());
            out.accept(new Batch(none, null, batch.origin(), batch.rejects()));
        }
    }

    @Override
    public void end(Consumer<Batch> out) {
        try {
            DuckFile rows = file();
            rows.commit();
            Origin first = origin == null ? Origin.consecutive(context.stream(), "row", 1) : origin;
            try (DuckResult result = rows.query(sql, columns, SqlRows.ROWS_MAX)) {
                SqlRows.Carried carried = new SqlRows.Carried(position, List.of(), first);
                SqlRows.handOn(result, columns, context.allocator(), carried, out);
            }
        } catch (SQLException failed) {
            throw SqlProblem.failed(failed, KEY);
        }
    }

    private DuckFile file() throws SQLException {
        if (file == null) {
            try {
                Files.createDirectories(context.scratch());
                folder = Files.createTempDirectory(context.scratch(), "sql-");
            } catch (IOException failed) {
                throw new DatacookException(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "cannot make a scratch folder in %s for the rows of `sql`: %s; make room or allow writing there"
                                .formatted(context.scratch(), failed.getMessage()),
                        failed);
            }
            DuckLimits limits = new DuckLimits(memory, threads(memory), folder.resolve("spill"));
            file = DuckFile.write(folder.resolve("rows.duckdb"), limits, context.allocator());
            SqlStepType.prepare(file, input, context.stream());
            file.append(SqlStepType.INPUT, VectorSchemaRoot.of());
        }
        return file;
    }

    /// A thread that has too little memory cannot spill.
    private static int threads(ByteSize memory) {
        return (int) Math.clamp(memory.bytes() / BYTES_OF_THREAD, 1L, (long) THREADS_MAX);
    }

    @Override
    public boolean rowByRow() {
        return false;
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
                file = null;
            }
        } catch (SQLException failed) {
            throw SqlProblem.failed(failed, KEY);
        } finally {
            remove();
        }
    }

    private void remove() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
            folder = null;
        } catch (IOException left) {
            folder = null; // the engine removes the scratch folder after the run
        }
    }
}
