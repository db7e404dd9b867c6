package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Schema;

/// Runs the query on each batch by itself, in memory.
final class BatchSqlStep implements Step {
    private static final String KEY = "query";

    private final String sql;
    private final List<ExchangeColumn> columns;
    private final Schema input;
    private final StepContext context;
    private final DuckFile memory;

    private BatchSqlStep(String sql, List<ExchangeColumn> columns, Schema input, StepContext context, DuckFile memory) {
        this.sql = sql;
        this.columns = columns;
        this.input = input;
        this.context = context;
        this.memory = memory;
    }

    /// @param columns as the query gives them
    static BatchSqlStep open(
            String sql, List<ExchangeColumn> columns, Schema input, ByteSize memory, StepContext context) {
        try {
            DuckLimits limits = new DuckLimits(memory, 1, context.scratch().resolve("duckdb"));
            DuckFile file = DuckFile.memory(limits, context.allocator());
            SqlStepType.prepare(file, input, context.stream());
            return new BatchSqlStep(sql, columns, input, context, file);
        } catch (SQLException failed) {
            throw SqlProblem.failed(failed, KEY);
        }
    }

    @Override
    public Schema output() {
        return ExchangeColumn.schema(columns);
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> out) {
        try (batch) {
            memory.create(SqlStepType.INPUT, input);
            memory.append(SqlStepType.INPUT, batch.rows());
            memory.commit();
            SqlRows.Carried carried = new SqlRows.Carried(batch.position(), batch.rejects(), batch.origin());
            try (DuckResult result = memory.query(sql, columns, SqlRows.ROWS_MAX)) {
                SqlRows.handOn(result, columns, context.allocator(), carried, out);
            }
        } catch (SQLException failed) {
            throw SqlProblem.failed(failed, KEY);
        }
    }

    @Override
    public void close() {
        try {
            memory.close();
        } catch (SQLException failed) {
            throw SqlProblem.failed(failed, KEY);
        }
    }
}
