package io.datacook.engine.rows;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import io.datacook.api.Step;
import io.datacook.api.TypeNames;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// A step that exchanges some columns cell by cell, and knows what to do with cells that do not fit.
public final class CellStep {
    private final String type;
    private final Map<Integer, Column> columns;
    private final OnError onError;

    /// A column to exchange.
    ///
    /// @param field the new column
    /// @param cast makes its cells; never asked for null cells
    private record Column(Field field, CellCast cast) {}

    private CellStep(String type, Map<Integer, Column> columns, OnError onError) {
        this.type = type;
        this.columns = columns;
        this.onError = onError;
    }

    /// Casts columns to the types of others.
    ///
    /// @param type the step's type, for rejects
    /// @param targets new columns by the place of the old ones
    /// @throws DatacookException `SCHEMA_MISMATCH` if there is no cast between two types
    public static Step cast(
            String type,
            Schema input,
            Map<Integer, Field> targets,
            Rounding rounding,
            OnError onError,
            BufferAllocator allocator) {
        Map<Integer, CellCast> casts = new LinkedHashMap<>();
        targets.forEach((index, target) -> {
            Field from = input.getFields().get(index);
            CellCast cast = Casts.find(from, target, rounding);
            if (cast == null) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "column '%s' is %s, which cannot be cast to %s; cast it to string first"
                                .formatted(from.getName(), TypeNames.name(from), TypeNames.name(target)));
            }
            if (!Casts.same(from, target) || from.isNullable() != target.isNullable()) {
                casts.put(index, cast);
            }
        });
        return of(type, input, targets, casts, onError, allocator);
    }

    /// Exchanges columns by given casts; a target without a cast has the same type and is handed on as it is.
    public static Step of(
            String type,
            Schema input,
            Map<Integer, Field> targets,
            Map<Integer, CellCast> casts,
            OnError onError,
            BufferAllocator allocator) {
        Map<Integer, Column> columns = new TreeMap<>();
        Schema output = input;
        for (Map.Entry<Integer, Field> target : targets.entrySet()) {
            CellCast cast = casts.get(target.getKey());
            if (cast == null) {
                continue;
            }
            Field field = onError == OnError.NULL ? Fields.nullable(target.getValue()) : target.getValue();
            columns.put(target.getKey(), new Column(field, cast));
            output = Fields.replaced(output, target.getKey(), field);
        }
        CellStep step = new CellStep(type, columns, onError);
        return new BatchStep(output, allocator, (batch, made) -> step.change(batch, made, allocator));
    }

    private Batch change(Batch batch, NewColumns made, BufferAllocator allocator) {
        BitSet bad = new BitSet();
        List<Reject> rejects = new ArrayList<>();
        columns.forEach((index, column) -> {
            FieldVector from = batch.rows().getVector(index);
            FieldVector to = made.at(index).make(column.field(), batch.rowCount());
            CellCast.Bound cast = column.cast().bind(from, to);
            for (int row = 0; row < batch.rowCount(); row++) {
                if (from.isNull(row) || bad.get(row)) {
                    continue;
                }
                String reason = cast.cast(row);
                if (reason != null) {
                    refuse(batch, from, row, reason, bad, rejects);
                }
            }
        });
        for (int i = 0; i < batch.rows().getFieldVectors().size(); i++) {
            if (!columns.containsKey(i)) {
                made.at(i).move(batch.rows(), i);
            }
        }
        Batch whole = made.batch(batch);
        return bad.isEmpty() ? whole : Rows.select(whole, Rows.others(bad, whole.rowCount()), rejects, allocator);
    }

    private void refuse(Batch batch, FieldVector from, int row, String reason, BitSet bad, List<Reject> rejects) {
        switch (onError) {
            case FAIL ->
                throw new DatacookException(
                                ErrorCode.DATA_INVALID,
                                "column '" + from.getName() + "': " + reason + ". Mend the value, or let the step "
                                        + type + " take it by on_error: \"null\" or quarantine")
                        .at(batch.origin().describe(row));
            case NULL -> {}
            case QUARANTINE -> {
                bad.set(row);
                rejects.add(new Reject(
                        type,
                        batch.origin().describe(row),
                        from.getName(),
                        RowText.plain(from, row),
                        reason,
                        RowText.row(batch.rows(), row)));
            }
        }
    }
}
