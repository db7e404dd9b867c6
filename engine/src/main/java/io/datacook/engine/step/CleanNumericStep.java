package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Option;
import io.datacook.api.RowText;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.Casts;
import io.datacook.engine.rows.CellCast;
import io.datacook.engine.rows.CellStep;
import io.datacook.engine.rows.Fields;
import io.datacook.engine.rows.Kind;
import io.datacook.engine.rows.OnError;
import io.datacook.engine.rows.Rounding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `clean_numeric`: turns numbers written for people (`€ 1.234,50`) into numbers.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class CleanNumericStep implements StepType<CleanNumericStep.Options> {
    /// The step's keys.
    public record Options(
            @Option(value = "Names of string columns; `*` stands for any letters.", examples = "[price, \"*_amount\"]")
            List<String> columns,

            @Option(
                    value = "What separates the decimals: `point` (`1,234.50`) or `comma` (`1.234,50`). The "
                            + "other one, blanks and apostrophes separate thousands.",
                    defaultValue = "point",
                    examples = "comma")
            DecimalMark decimal,

            @Option(
                    value = "The type of the cleaned columns: a decimal, float or whole number.",
                    defaultValue = "decimal(38,9)",
                    examples = {"decimal(12,2)", "float64"})
            String type,

            @Option(
                    value = "What becomes of a row whose text is no number: `fail`, `null` or `quarantine`. "
                            + "Left out, rows are rejected where `errors.policy` allows it and end the "
                            + "run where it does not.",
                    examples = "quarantine")
            @Nullable
            OnError onError) {}

    @Override
    public String type() {
        return "clean_numeric";
    }

    @Override
    public String summary() {
        return "Turns numbers written for people, with currencies and thousands separators, into numbers.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        if (options.columns().isEmpty()) {
            throw StepColumns.unsupported("columns is empty; name at least one column to clean");
        }
        Field type = StepColumns.parse("type", "type", options.type());
        switch (Kind.of(type)) {
            case WHOLE, UNSIGNED64, FLOAT, DECIMAL -> {}
            default ->
                throw StepColumns.unsupported("type is " + options.type() + "; take a decimal, float or int type");
        }
        Map<Integer, Field> targets = new LinkedHashMap<>();
        Map<Integer, CellCast> casts = new LinkedHashMap<>();
        for (String name : StepColumns.matching("columns", options.columns(), input)) {
            int index = StepColumns.index("columns", name, input);
            Field from = input.getFields().get(index);
            if (Kind.of(from) != Kind.TEXT) {
                throw StepColumns.mismatch("column '%s' is %s; clean_numeric takes strings, and cast takes the rest"
                        .formatted(name, TypeNames.name(from)));
            }
            Field target = Fields.nullable(Fields.named(type, name));
            targets.put(index, target);
            casts.put(index, cast(options.decimal()));
        }
        OnError onError = StepColumns.onError(options.onError(), context);
        return CellStep.of(type(), input, targets, casts, onError, context.allocator());
    }

    /// Blank texts become null.
    private static CellCast cast(DecimalMark mark) {
        return (from, to) -> {
            Casts.NumberText numbers = Casts.numbers(to, Rounding.EXACT);
            return row -> {
                String text = String.valueOf(RowText.plain(from, row));
                String plain = NumericText.plain(text, mark);
                if (plain == null) {
                    return NumericText.problem(text, mark);
                }
                return plain.isEmpty() ? null : numbers.set(row, plain);
            };
        };
    }
}
