package io.datacook.connectors.duckdb;

import com.google.auto.service.AutoService;
import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// `derive`: adds or replaces columns by expressions over the row.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class DeriveStepType implements StepType<DeriveStepType.Options> {
    private static final String KEY = "columns";

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Expressions in DuckDB's dialect by the names of the columns they give; a name that is "
                            + "there already is replaced. All of them see the columns as they come in.",
                    examples = "{total: \"price * quantity\", email: \"lower(trim(email))\"}")
            Map<String, String> columns) {}

    @Override
    public String type() {
        return "derive";
    }

    @Override
    public String summary() {
        return "Adds or replaces columns by expressions over the row.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        if (options.columns().isEmpty()) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED, "columns is empty; write at least one name with an expression");
        }
        RowExpressions expressions = RowExpressions.open(options.columns(), input, context.allocator(), KEY);
        Map<String, Field> output = new LinkedHashMap<>();
        input.getFields().forEach(field -> output.put(field.getName(), field));
        expressions.schema().getFields().forEach(field -> output.put(field.getName(), field));
        return new ExpressionStep(new Schema(output.values()), expressions, context, type(), KEY, DeriveStepType::join);
    }

    /// The vectors change hands: those of both sides that do not come out are closed here.
    private static Batch join(Batch batch, VectorSchemaRoot computed) {
        Map<String, FieldVector> vectors = new LinkedHashMap<>();
        batch.rows().getFieldVectors().forEach(vector -> vectors.put(vector.getName(), vector));
        for (FieldVector vector : computed.getFieldVectors()) {
            FieldVector before = vectors.put(vector.getName(), vector);
            if (before != null) {
                before.close();
            }
        }
        List<FieldVector> columns = new ArrayList<>(vectors.values());
        List<Field> fields = columns.stream().map(FieldVector::getField).toList();
        VectorSchemaRoot rows = new VectorSchemaRoot(fields, columns, batch.rowCount());
        return new Batch(rows, batch.position(), batch.origin(), batch.rejects());
    }
}
