package io.datacook.engine.stage;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.CellCast;
import io.datacook.engine.rows.KeySet;
import io.datacook.engine.rows.Rows;
import io.datacook.engine.stage.Validation.ColumnChecks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Holds the rows of one lane to an asset: `strict` ends the run at the first batch with a bad row, `warn` counts bad
/// rows and lets them pass, `quarantine` rejects them.
///
/// Changes no value and no type. If a check looks at all rows ([Validation#looksAtAllRows]), only the last batch
/// carries a position, since a load that starts again in the middle would not know the rows before. **Threading:** one
/// thread at a time. **Closing:** closes the left stream.
public final class Validate implements BatchStream {
    private static final int PROBLEMS_SHOWN_MAX = 10;

    private final BatchStream left;
    private final Validation validation;
    private final boolean holdsPositions;
    private @Nullable Position last;
    private @Nullable Origin origin;
    private boolean ended;

    /// @param left owned by this stage from now on
    /// @param validation shared by the stream's lanes
    public Validate(BatchStream left, Validation validation) {
        this.left = left;
        this.validation = validation;
        this.holdsPositions = validation.looksAtAllRows();
    }

    @Override
    public Schema schema() {
        return left.schema();
    }

    @Override
    public @Nullable Batch next() {
        if (ended) {
            return null;
        }
        Batch batch = left.next();
        if (batch == null) {
            ended = true;
            return end();
        }
        SortedMap<Integer, Problem> problems;
        try {
            problems = problems(batch);
            validation.count(batch.rowCount());
        } catch (RuntimeException | Error failed) {
            batch.close();
            throw failed;
        }
        return decide(placed(batch), problems);
    }

    /// What is wrong with a row: its first problem names the column.
    private record Problem(String column, @Nullable String value, String reason) {
        private Problem and(Problem more) {
            return new Problem(column, value, reason + "; " + more.column + ": " + more.reason);
        }
    }

    private Batch placed(Batch batch) {
        if (!holdsPositions) {
            return batch;
        }
        last = batch.position() == null ? last : batch.position();
        origin = batch.origin();
        return new Batch(batch.rows(), null, batch.origin(), batch.rejects());
    }

    private @Nullable Batch end() {
        Origin from = origin;
        if (!holdsPositions || from == null) {
            return null;
        }
        VectorSchemaRoot none = VectorSchemaRoot.create(schema(), validation.allocator());
        none.setRowCount(0);
        return new Batch(none, last, from.select(new int[0]), List.of());
    }

    private SortedMap<Integer, Problem> problems(Batch batch) {
        SortedMap<Integer, Problem> problems = new TreeMap<>();
        for (ColumnChecks column : validation.columns()) {
            FieldVector vector = batch.rows().getVector(column.place());
            if (column.refusesNulls() && vector.getNullCount() > 0) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    if (vector.isNull(row)) {
                        add(
                                problems,
                                batch,
                                row,
                                column,
                                vector,
                                "not null",
                                "the value is null, which is not " + "allowed");
                    }
                }
            }
            values(problems, batch, column, vector);
            if (column.unique() != null) {
                unique(problems, batch, column, column.unique(), vector);
            }
        }
        return problems;
    }

    /// Checks values that are not null, in the asset's type.
    private void values(SortedMap<Integer, Problem> problems, Batch batch, ColumnChecks column, FieldVector vector) {
        if (column.cast() == null) {
            typed(problems, batch, column, vector);
            return;
        }
        try (FieldVector scratch = column.type().createVector(validation.allocator())) {
            scratch.setInitialCapacity(batch.rowCount());
            scratch.allocateNew();
            CellCast.Bound cast = column.cast().bind(vector, scratch);
            for (int row = 0; row < batch.rowCount(); row++) {
                String reason = vector.isNull(row) ? null : cast.cast(row);
                if (reason != null) {
                    String type = " (type " + TypeNames.name(column.type()) + ")";
                    add(problems, batch, row, column, vector, "type", reason + type);
                }
            }
            scratch.setValueCount(batch.rowCount());
            typed(problems, batch, column, scratch);
        }
    }

    private void typed(SortedMap<Integer, Problem> problems, Batch batch, ColumnChecks column, FieldVector values) {
        column.checks().forEach((rule, check) -> {
            CellCheck.Bound bound = check.bind(values);
            for (int row = 0; row < batch.rowCount(); row++) {
                String reason = values.isNull(row) ? null : bound.problem(row);
                if (reason != null) {
                    add(problems, batch, row, column, values, rule, reason);
                }
            }
        });
        if (column.freshness() != null) {
            column.freshness().look(values, batch.rowCount());
        }
    }

    private void unique(
            SortedMap<Integer, Problem> problems, Batch batch, ColumnChecks column, KeySet seen, FieldVector vector) {
        synchronized (seen) {
            seen.bind(List.of(vector));
            for (int row = 0; row < batch.rowCount(); row++) {
                long known = vector.isNull(row)
                        ? KeySet.NEW
                        : seen.put(row, batch.origin().number(row));
                if (known == KeySet.FULL) {
                    throw full(column, seen).at(batch.origin().describe(row));
                }
                if (known != KeySet.NEW) {
                    String reason = CellChecks.shown(String.valueOf(RowText.plain(vector, row)))
                            + " is not unique; it came before, at number " + known;
                    add(problems, batch, row, column, vector, "unique", reason);
                }
            }
        }
    }

    private static DatacookException full(ColumnChecks column, KeySet seen) {
        return new DatacookException(
                ErrorCode.RESOURCE_EXHAUSTED,
                "column '" + column.name() + "' has more than " + seen.size()
                        + " values, the most that its check unique" + " remembers in " + Validation.UNIQUE_BYTES_MAX
                        + "; split the load or drop the check");
    }

    private void add(
            SortedMap<Integer, Problem> problems,
            Batch batch,
            int row,
            ColumnChecks column,
            FieldVector vector,
            String rule,
            String reason) {
        switch (validation.mode()) {
            case WARN -> validation.warn(column.name(), rule, batch.origin().describe(row), reason);
            case STRICT, QUARANTINE ->
                problems.merge(row, new Problem(column.name(), RowText.plain(vector, row), reason), Problem::and);
        }
    }

    private Batch decide(Batch batch, SortedMap<Integer, Problem> problems) {
        if (problems.isEmpty()) {
            return batch;
        }
        return switch (validation.mode()) {
            case WARN -> batch;
            case STRICT -> {
                try (batch) {
                    throw strict(batch, problems);
                }
            }
            case QUARANTINE -> {
                List<Reject> rejects = new ArrayList<>();
                BitSet bad = new BitSet();
                try {
                    problems.forEach((row, problem) -> {
                        bad.set(row);
                        rejects.add(reject(batch, row, problem));
                    });
                } catch (RuntimeException | Error failed) {
                    batch.close();
                    throw failed;
                }
                yield Rows.select(batch, Rows.others(bad, batch.rowCount()), rejects, validation.allocator());
            }
        };
    }

    private static Reject reject(Batch batch, int row, Problem problem) {
        return new Reject(
                "validate",
                batch.origin().describe(row),
                problem.column(),
                problem.value(),
                problem.reason(),
                RowText.row(batch.rows(), row));
    }

    private DatacookException strict(Batch batch, SortedMap<Integer, Problem> problems) {
        List<String> lines = new ArrayList<>();
        problems.forEach((row, problem) -> {
            if (lines.size() < PROBLEMS_SHOWN_MAX) {
                lines.add(batch.origin().describe(row) + ": column '" + problem.column() + "': " + problem.reason());
            }
        });
        String more =
                problems.size() > lines.size() ? "\n  and " + (problems.size() - lines.size()) + " more rows" : "";
        String message = problems.size() + (problems.size() == 1 ? " row breaks" : " rows of this batch break")
                + " the asset " + validation.asset().describe() + ":\n  " + String.join("\n  ", lines) + more
                + "\nMend the rows, or set asset.mode to quarantine or warn.";
        return new DatacookException(ErrorCode.DATA_INVALID, message)
                .at(batch.origin().describe(problems.firstKey()));
    }

    @Override
    public void acknowledge(Position committed) {
        left.acknowledge(committed);
    }

    @Override
    public void close() {
        left.close();
    }
}
