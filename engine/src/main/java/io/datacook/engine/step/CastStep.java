package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.engine.rows.CellStep;
import io.datacook.engine.rows.Fields;
import io.datacook.engine.rows.OnError;
import io.datacook.engine.rows.Rounding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `cast`: gives columns another type, and never loses anything silently.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class CastStep implements StepType<CastStep.Options> {
    /// The step's keys.
    public record Options(
            @Option(
                    value = "Columns and the types they shall have.",
                    examples = "{ amount: \"decimal(12,2)\", ordered_at: timestamptz }")
            Map<String, String> columns,

            @Option(
                    value = "What becomes of a row whose value does not fit: `fail` ends the run, `null` leaves "
                            + "the cell empty, `quarantine` rejects the row. Left out, rows are "
                            + "rejected where `errors.policy` allows it and end the run where it does not.",
                    examples = "quarantine")
            @Nullable
            OnError onError,

            @Option(
                    value = "What becomes of digits the new type has no place for: `exact` (such a value does "
                            + "not fit), `half_up`, `half_even`, or `down` (numbers lose them, "
                            + "timestamps go back to the last full unit).",
                    defaultValue = "exact",
                    examples = "half_up")
            Rounding round) {}

    @Override
    public String type() {
        return "cast";
    }

    @Override
    public String summary() {
        return "Gives columns another type; values that do not fit fail, become null or are rejected.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        if (options.columns().isEmpty()) {
            throw StepColumns.unsupported("columns is empty; name at least one column and its new type");
        }
        Map<Integer, Field> targets = new LinkedHashMap<>();
        options.columns().forEach((name, type) -> {
            int index = StepColumns.index("columns", name, input);
            Field target = StepColumns.parse("columns." + name, name, type);
            targets.put(
                    index,
                    target.isNullable() ? Fields.like(target, input.getFields().get(index)) : target);
        });
        OnError onError = StepColumns.onError(options.onError(), context);
        return CellStep.cast(type(), input, targets, options.round(), onError, context.allocator());
    }
}
