package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A step that computes expressions for each row and makes a batch of both.
///
/// A row whose expressions fail (a text that is no number, a division that overflows) ends the run, or becomes a reject
/// where the recipe says so. **Threading:** one thread at a time.
final class ExpressionStep implements Step {
    private final Schema output;
    private final RowExpressions expressions;
    private final StepContext context;
    private final String type;
    private final String key;
    private final Join join;

    /// Makes what comes out of a batch and its computed columns.
    @FunctionalInterface
    interface Join {
        /// Joins both.
        ///
        /// @param batch owned by the join from now on, also if it fails
        /// @param computed as many rows, owned by the join likewise
        Batch of(Batch batch, VectorSchemaRoot computed);
    }

    /// @param expressions owned by the step
    /// @param type the step's, for rejects
    /// @param key the recipe's, for messages
    ExpressionStep(Schema output, RowExpressions expressions, StepContext context, String type, String key, Join join) {
        this.output = output;
        this.expressions = expressions;
        this.context = context;
        this.type = type;
        this.key = key;
        this.join = join;
    }

    @Override
    public Schema output() {
        return output;
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> out) {
        VectorSchemaRoot computed = compute(batch);
        if (computed == null) {
            accept(reject(batch), out);
        } else {
            out.accept(join.of(batch, computed));
        }
    }

    /// The expressions' columns, or `null` if some rows do not fit and may be rejected; if it fails, closes the batch.
    private @Nullable VectorSchemaRoot compute(Batch batch) {
        try {
            return batch.rowCount() == 0
                    ? VectorSchemaRoot.create(expressions.schema(), context.allocator())
                    : expressions.compute(batch.rows());
        } catch (SQLException failed) {
            DatacookException told = SqlProblem.failed(failed, key);
            if (context.rejecting() && told.code() == ErrorCode.DATA_INVALID) {
                return null;
            }
            batch.close();
            throw told;
        } catch (RuntimeException | Error failed) {
            batch.close();
            throw failed;
        }
    }

    /// The rows that fit; if it fails, closes the batch.
    private Batch reject(Batch batch) {
        BitSet bad = new BitSet();
        List<Reject> rejects = new ArrayList<>();
        try {
            search(batch, 0, batch.rowCount(), bad, rejects);
        } catch (RuntimeException | Error failed) {
            batch.close();
            throw failed;
        }
        int[] kept = IntStream.range(0, batch.rowCount())
                .filter(row -> !bad.get(row))
                .toArray();
        return RowSelection.of(batch, kept, rejects, context.allocator());
    }

    /// Finds the rows that fail by halves: most halves hold none.
    private void search(Batch batch, int from, int to, BitSet bad, List<Reject> rejects) {
        try (VectorSchemaRoot part = batch.rows().slice(from, to - from)) {
            expressions.compute(part).close();
            return;
        } catch (SQLException failed) {
            if (to - from == 1) {
                bad.set(from);
                rejects.add(new Reject(
                        type,
                        batch.origin().describe(from),
                        null,
                        null,
                        DuckErrors.sentence(DuckErrors.message(failed)),
                        RowText.row(batch.rows(), from)));
                return;
            }
        }
        int middle = (from + to) >>> 1;
        search(batch, from, middle, bad, rejects);
        search(batch, middle, to, bad, rejects);
    }

    @Override
    public void close() {
        expressions.close();
    }
}
