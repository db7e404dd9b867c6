package io.datacook.engine.schema;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import io.datacook.api.Step;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.BatchStep;
import io.datacook.engine.rows.Casts;
import io.datacook.engine.rows.CellCast;
import io.datacook.engine.rows.NewColumns;
import io.datacook.engine.rows.OnError;
import io.datacook.engine.rows.Rounding;
import io.datacook.engine.rows.Rows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Gives batches the columns a target takes: adds missing ones as nulls, leaves others out, puts them in the target's
/// order, widens values, and holds back what a target would refuse.
///
/// A [Step], so that it stands at the end of the recipe's own. **Threading:** one thread at a time.
public final class SchemaAdapter {
    private static final String STAGE = "schema";

    private final List<Column> columns;
    private final OnError onError;
    private final BufferAllocator allocator;

    /// One column of the target.
    ///
    /// @param field the column
    /// @param place where it comes from, or -1 for nulls
    /// @param cast what its values need, or `null` to hand them on as they are
    private record Column(Field field, int place, @Nullable CellCast cast) {}

    private SchemaAdapter(List<Column> columns, OnError onError, BufferAllocator allocator) {
        this.columns = List.copyOf(columns);
        this.onError = onError;
        this.allocator = allocator;
    }

    /// Whether batches need to be adapted at all.
    public static boolean needed(Schema incoming, Schema output) {
        return !incoming.getFields().equals(output.getFields());
    }

    /// A step from one schema to the other.
    ///
    /// @param incoming the columns that come out of the last step
    /// @param output the columns of [SchemaFit#output]
    /// @param onError what becomes of rows with a value that does not fit, or with a null the target refuses:
    ///     [OnError#FAIL] or [OnError#QUARANTINE]
    public static Step step(Schema incoming, Schema output, OnError onError, BufferAllocator allocator) {
        List<String> names = incoming.getFields().stream().map(Field::getName).toList();
        List<Column> columns = new ArrayList<>();
        for (Field field : output.getFields()) {
            int place = names.indexOf(field.getName());
            columns.add(new Column(
                    field, place, place < 0 ? null : cast(incoming.getFields().get(place), field)));
        }
        SchemaAdapter adapter = new SchemaAdapter(columns, onError, allocator);
        return new BatchStep(output, allocator, adapter::adapt);
    }

    private static @Nullable CellCast cast(Field from, Field to) {
        if (Casts.same(from, to)) {
            return null;
        }
        CellCast cast = Casts.find(from, to, Rounding.EXACT);
        if (cast == null) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "column '%s' is %s, which cannot become the target's %s"
                            .formatted(from.getName(), TypeNames.name(from), TypeNames.name(to)));
        }
        return cast;
    }

    private Batch adapt(Batch batch, NewColumns made) {
        BitSet bad = new BitSet();
        List<Reject> rejects = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            check(columns.get(i), batch, made.at(i), bad, rejects);
        }
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.place() >= 0 && column.cast() == null) {
                made.at(i).move(batch.rows().getVector(column.place()), column.field());
            }
        }
        Batch whole = made.batch(batch);
        return bad.isEmpty() ? whole : Rows.select(whole, Rows.others(bad, whole.rowCount()), rejects, allocator);
    }

    /// Makes new cells, and looks at nulls; rows are moved later, when no reject needs them any more.
    private void check(Column column, Batch batch, NewColumns made, BitSet bad, List<Reject> rejects) {
        int rows = batch.rowCount();
        if (column.place() < 0) {
            made.make(column.field(), rows);
            return;
        }
        FieldVector from = batch.rows().getVector(column.place());
        CellCast.Bound cast = column.cast() == null ? null : column.cast().bind(from, made.make(column.field(), rows));
        boolean refusesNulls = !column.field().isNullable() && from.getNullCount() > 0;
        if (cast == null && !refusesNulls) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            String reason = null;
            if (from.isNull(row)) {
                reason = refusesNulls ? "the target's column refuses nulls" : null;
            } else if (cast != null) {
                reason = cast.cast(row);
            }
            if (reason != null && !bad.get(row)) {
                refuse(batch, from, row, reason, bad, rejects);
            }
        }
    }

    private void refuse(Batch batch, FieldVector from, int row, String reason, BitSet bad, List<Reject> rejects) {
        String place = batch.origin().describe(row);
        if (onError == OnError.FAIL) {
            throw new DatacookException(
                            ErrorCode.DATA_INVALID,
                            "column '" + from.getName() + "' does not fit the target: " + reason
                                    + ". Mend the value, or set errors.policy to dead_letter or skip")
                    .at(place);
        }
        bad.set(row);
        rejects.add(new Reject(
                STAGE, place, from.getName(), RowText.plain(from, row), reason, RowText.row(batch.rows(), row)));
    }
}
