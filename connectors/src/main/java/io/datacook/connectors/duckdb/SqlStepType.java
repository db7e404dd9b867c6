package io.datacook.connectors.duckdb;

import com.google.auto.service.AutoService;
import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `sql`: any SELECT of DuckDB over the rows.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class SqlStepType implements StepType<SqlStepType.Options> {
    /// The relation that holds the rows.
    static final String INPUT = "input";

    private static final String KEY = "query";

    /// What one run of the query sees.
    public enum Scope {
        /// All rows of the stream: nothing comes out before the last row went in.
        STREAM,
        /// Each batch by itself: for queries that treat each row alike.
        BATCH
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "One SELECT in DuckDB's dialect. The rows are the table `input`, also known as `main` and "
                            + "by the stream's name.",
                    examples = "select customer, sum(amount) as total from input group by customer")
            String query,

            @Option(
                    value = "What one run of the query sees: stream (all rows, kept on disk until the last one) or "
                            + "batch (each batch by itself).",
                    defaultValue = "stream")
            Scope scope,

            @Option(
                    value = "How much memory DuckDB's buffers may take, at least 16MiB; more is spilled to disk. Left"
                            + " out, three fifths of the run's memory for rows, 48 to 128MiB.",
                    examples = "256MiB")
            @Nullable
            ByteSize memoryLimit) {}

    @Override
    public String type() {
        return "sql";
    }

    @Override
    public String summary() {
        return "Runs any SELECT of DuckDB over the rows.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        String sql = options.query().strip().replaceFirst("[;\\s]+$", "");
        ByteSize memory = DuckLimits.Share.WORK.of(options.memoryLimit(), context.allocator());
        List<ExchangeColumn> columns;
        try (DuckFile probe = DuckFile.memory(new DuckLimits(memory, 1, null), context.allocator())) {
            prepare(probe, input, context.stream());
            columns = probe.describe(sql);
        } catch (SQLException failed) {
            throw SqlProblem.refused(failed, KEY, 1, input);
        }
        return switch (options.scope()) {
            case STREAM -> new StreamSqlStep(sql, columns, input, memory, context);
            case BATCH -> BatchSqlStep.open(sql, columns, input, memory, context);
        };
    }

    /// Makes the empty table and its other names.
    static void prepare(DuckFile file, Schema input, String stream) throws SQLException {
        file.create(INPUT, input);
        Set<String> names = new LinkedHashSet<>(List.of("main", stream, stream.substring(stream.lastIndexOf('.') + 1)));
        names.remove(INPUT);
        names.removeIf(String::isBlank);
        for (String name : names) {
            file.execute("CREATE OR REPLACE VIEW \"main\"." + Sql.name(name) + " AS SELECT * FROM \"main\"."
                    + Sql.name(INPUT));
        }
        TableName qualified = TableName.parse(stream);
        if (stream.contains(".") && !qualified.schema().equals("main")) {
            file.execute("CREATE SCHEMA IF NOT EXISTS " + Sql.name(qualified.schema()));
            file.execute("CREATE OR REPLACE VIEW " + qualified.sql() + " AS SELECT * FROM \"main\"." + Sql.name(INPUT));
        }
    }
}
