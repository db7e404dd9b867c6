package io.datacook.connectors.duckdb;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// SQL expressions over the columns of a row, computed batch by batch in memory.
///
/// What looks at other rows (aggregates, window functions, unnest) is refused when opened. **Threading:** one thread.
/// **Closing:** by the step.
final class RowExpressions implements AutoCloseable {
    private static final ByteSize MEMORY = ByteSize.parse("64MiB");
    private static final String ROWS = Catalog.OWN + "rows";

    private final DuckFile memory;
    private final List<ExchangeColumn> columns;
    private final String select;
    private final List<Integer> usable;

    private RowExpressions(DuckFile memory, List<ExchangeColumn> columns, String select, List<Integer> usable) {
        this.memory = memory;
        this.columns = columns;
        this.select = select;
        this.usable = usable;
    }

    /// Checks expressions against the columns that come in.
    ///
    /// @param expressions by the names of what they give
    /// @param key the recipe's key, for messages
    /// @throws DatacookException `RECIPE_UNSUPPORTED` with DuckDB's reason, the place and the columns there are
    static RowExpressions open(Map<String, String> expressions, Schema input, BufferAllocator allocator, String key) {
        List<Integer> usable = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < input.getFields().size(); i++) {
            if (DuckTypes.supports(input.getFields().get(i))) {
                usable.add(i);
                fields.add(input.getFields().get(i));
            }
        }
        Schema shown = new Schema(fields);
        DuckFile memory = null;
        try {
            memory = DuckFile.memory(new DuckLimits(MEMORY, 1, null), allocator);
            memory.create(ROWS, shown);
            List<ExchangeColumn> columns = new ArrayList<>();
            for (Map.Entry<String, String> entry : expressions.entrySet()) {
                columns.add(check(memory, entry, expressions.size() == 1 ? key : key + "." + entry.getKey(), shown));
            }
            memory.execute("DROP TABLE " + Sql.name(ROWS));
            return new RowExpressions(memory, columns, select(expressions), usable);
        } catch (SQLException failed) {
            close(memory, failed);
            throw SqlProblem.failed(failed, key);
        } catch (RuntimeException | Error failed) {
            close(memory, failed);
            throw failed;
        }
    }

    private static ExchangeColumn check(DuckFile memory, Map.Entry<String, String> entry, String key, Schema input) {
        String expression = "(\n" + entry.getValue() + "\n)";
        try {
            // A condition is the one place where DuckDB itself refuses what looks at other rows.
            memory.describe("SELECT 1 FROM " + Sql.name(ROWS) + " WHERE " + expression + " IS NULL");
            List<ExchangeColumn> columns = memory.describe(
                    "SELECT " + expression + " AS " + Sql.name(entry.getKey()) + " FROM " + Sql.name(ROWS));
            if (columns.size() != 1) {
                throw new DatacookException(
                        ErrorCode.RECIPE_UNSUPPORTED,
                        "%s: '%s' gives %d columns; write one expression"
                                .formatted(key, entry.getValue(), columns.size()));
            }
            return columns.getFirst();
        } catch (SQLException failed) {
            throw SqlProblem.refused(failed, key, 2, input);
        }
    }

    private static String select(Map<String, String> expressions) {
        List<String> selected = new ArrayList<>();
        expressions.forEach((name, expression) -> selected.add("(\n" + expression + "\n) AS " + Sql.name(name)));
        return "SELECT " + String.join(", ", selected) + " FROM " + Sql.name(ROWS);
    }

    /// The columns that come out of the expressions, in their order.
    Schema schema() {
        return ExchangeColumn.schema(columns);
    }

    /// Computes the expressions for rows.
    ///
    /// @param rows untouched
    /// @return as many rows, in their order; owned by the caller
    VectorSchemaRoot compute(VectorSchemaRoot rows) throws SQLException {
        List<FieldVector> vectors =
                usable.stream().map(index -> rows.getFieldVectors().get(index)).toList();
        int count = rows.getRowCount();
        // A view on the caller's columns: never closed here.
        @SuppressWarnings("resource")
        VectorSchemaRoot view = new VectorSchemaRoot(vectors);
        view.setRowCount(count);
        try (DuckFile.Shown shown = memory.query(ROWS, view, select, columns)) {
            VectorSchemaRoot computed = shown.result().next();
            if (computed == null || computed.getRowCount() != count) {
                int given = computed == null ? 0 : computed.getRowCount();
                if (computed != null) {
                    computed.close();
                }
                throw new DatacookException(
                        ErrorCode.RECIPE_UNSUPPORTED,
                        "the expressions gave %d rows for %d; write expressions over one row".formatted(given, count));
            }
            return computed;
        }
    }

    @Override
    public void close() {
        try {
            memory.close();
        } catch (SQLException failed) {
            throw SqlProblem.failed(failed, "expression");
        }
    }

    private static void close(@Nullable DuckFile memory, Throwable reason) {
        try {
            if (memory != null) {
                memory.close();
            }
        } catch (SQLException second) {
            reason.addSuppressed(second);
        }
    }
}
