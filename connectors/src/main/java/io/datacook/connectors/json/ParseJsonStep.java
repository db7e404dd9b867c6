package io.datacook.connectors.json;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import io.datacook.api.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Exchanges columns of JSON texts for columns of their values, a batch at a time.
///
/// A text that turns out bad may have written half of its values by then, so columns with bad rows are copied without
/// them. **Threading:** one thread at a time.
final class ParseJsonStep implements Step {
    private final Schema output;
    private final Map<Integer, Field> targets;
    private final ParseJsonStepType.OnError onError;
    private final boolean ignoring;
    private final BufferAllocator allocator;
    // texts are in memory as a whole already, so their length needs no limit here
    private final RecordParser parser = new RecordParser(Integer.MAX_VALUE);

    /// @param targets new columns by the place of the texts
    /// @param ignoring whether fields that a type does not have are left out
    ParseJsonStep(
            Schema input,
            Map<Integer, Field> targets,
            ParseJsonStepType.OnError onError,
            boolean ignoring,
            BufferAllocator allocator) {
        List<Field> fields = new ArrayList<>(input.getFields());
        targets.forEach(fields::set);
        this.output = new Schema(fields, input.getCustomMetadata());
        this.targets = Map.copyOf(targets);
        this.onError = onError;
        this.ignoring = ignoring;
        this.allocator = allocator;
    }

    @Override
    public Schema output() {
        return output;
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> out) {
        out.accept(parsed(batch));
    }

    private Batch parsed(Batch batch) {
        List<FieldVector> made = new ArrayList<>();
        BitSet rejected = new BitSet();
        List<Reject> rejects = new ArrayList<>(batch.rejects());
        try {
            List<FieldVector> columns = new ArrayList<>();
            for (int place = 0; place < batch.rows().getFieldVectors().size(); place++) {
                FieldVector from = batch.rows().getVector(place);
                Field target = targets.get(place);
                columns.add(target == null ? from : add(made, column(batch, from, target, rejected, rejects)));
            }
            if (!rejected.isEmpty()) {
                return kept(batch, columns, made, rejected, rejects);
            }
            targets.keySet().forEach(place -> batch.rows().getVector(place).close());
            VectorSchemaRoot rows = new VectorSchemaRoot(output, columns, batch.rowCount());
            return new Batch(rows, batch.position(), batch.origin(), rejects);
        } catch (RuntimeException | Error failed) {
            made.forEach(FieldVector::close);
            batch.close();
            throw failed;
        }
    }

    private static FieldVector add(List<FieldVector> made, FieldVector column) {
        made.add(column);
        return column;
    }

    /// The values of one column of texts; owned by the caller.
    private FieldVector column(Batch batch, FieldVector texts, Field target, BitSet rejected, List<Reject> rejects) {
        FieldVector values = target.createVector(allocator);
        try {
            Unknown unknown = new Unknown(ignoring, parser);
            ValueWriter writer = ValueWriters.value(values, unknown, parser);
            BitSet unfit = new BitSet();
            for (int row = 0; row < batch.rowCount(); row++) {
                BadValue bad = texts.isNull(row) || rejected.get(row) ? null : write(texts, row, writer, unknown);
                if (bad != null) {
                    unfit.set(row);
                    refuse(batch, texts, row, reason(bad), rejected, rejects);
                } else if (texts.isNull(row) || rejected.get(row)) {
                    writer.writeNull(row);
                }
            }
            values.setValueCount(batch.rowCount());
            return unfit.isEmpty() ? values : without(values, unfit);
        } catch (RuntimeException | Error failed) {
            values.close();
            throw failed;
        }
    }

    private @Nullable BadValue write(FieldVector texts, int row, ValueWriter writer, Unknown unknown) {
        byte[] text = ((VariableWidthFieldVector) texts).get(row);
        unknown.begin();
        try {
            parser.parse(text, 0, text.length, json -> {
                if (json.currentToken() == com.fasterxml.jackson.core.JsonToken.VALUE_NULL) {
                    writer.writeNull(row);
                } else {
                    writer.write(json, row);
                }
            });
            return null;
        } catch (BadValue bad) {
            return bad;
        }
    }

    private static String reason(BadValue bad) {
        return bad.isUnknownField()
                ? "the field '" + bad.path() + "' is not in the column's type; add it there, or set unknown_fields"
                        + " to ignore"
                : bad.reason();
    }

    private void refuse(Batch batch, FieldVector texts, int row, String reason, BitSet rejected, List<Reject> rejects) {
        switch (onError) {
            case FAIL ->
                throw new DatacookException(
                                ErrorCode.DATA_INVALID,
                                "column '" + texts.getName() + "': " + reason + ". Mend the text, or let the step"
                                        + " parse_json take it by on_error: \"null\" or quarantine")
                        .at(batch.origin().describe(row));
            case NULL -> {}
            case QUARANTINE -> {
                rejected.set(row);
                rejects.add(new Reject(
                        "parse_json",
                        batch.origin().describe(row),
                        texts.getName(),
                        RowText.plain(texts, row),
                        reason,
                        RowText.row(batch.rows(), row)));
            }
        }
    }

    /// A copy in which bad rows are null; frees what it copies.
    private FieldVector without(FieldVector values, BitSet unfit) {
        FieldVector copy = values.getField().createVector(allocator);
        try (values) {
            ValueWriter nulls = ValueWriters.value(copy, new Unknown(ignoring, parser), parser);
            int rows = values.getValueCount();
            copy.setInitialCapacity(rows);
            copy.allocateNew();
            for (int row = 0; row < rows; row++) {
                if (unfit.get(row)) {
                    nulls.writeNull(row);
                } else {
                    copy.copyFromSafe(row, row, values);
                }
            }
            copy.setValueCount(rows);
            return copy;
        } catch (RuntimeException | Error failed) {
            copy.close();
            throw failed;
        }
    }

    /// The rows that stay; frees all columns that came in.
    private Batch kept(
            Batch batch, List<FieldVector> columns, List<FieldVector> made, BitSet rejected, List<Reject> rejects) {
        int[] stay = java.util.stream.IntStream.range(0, batch.rowCount())
                .filter(row -> !rejected.get(row))
                .toArray();
        VectorSchemaRoot rows = VectorSchemaRoot.create(output, allocator);
        try {
            for (int column = 0; column < columns.size(); column++) {
                FieldVector from = columns.get(column);
                FieldVector to = rows.getVector(column);
                to.setInitialCapacity(stay.length);
                to.allocateNew();
                for (int row = 0; row < stay.length; row++) {
                    to.copyFromSafe(stay[row], row, from);
                }
                to.setValueCount(stay.length);
            }
            rows.setRowCount(stay.length);
        } catch (RuntimeException | Error failed) {
            rows.close();
            throw failed;
        }
        made.forEach(FieldVector::close);
        batch.close();
        return new Batch(rows, batch.position(), batch.origin().select(stay), rejects);
    }

    @Override
    public void close() {
        // holds nothing between batches
    }
}
