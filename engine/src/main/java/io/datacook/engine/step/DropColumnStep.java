package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// `drop_column`: leaves columns out.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class DropColumnStep implements StepType<DropColumnStep.Options> {
    /// What happens if a column is not there.
    public enum IfMissing {
        /// The recipe is refused.
        FAIL,
        /// Nothing.
        IGNORE
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Names of the columns to leave out; `*` stands for any letters.",
                    examples = {"[internal_note]", "[\"tmp_*\", debug]"})
            List<String> columns,

            @Option(
                    value = "`fail` refuses the recipe if a column is not there, `ignore` does not care.",
                    defaultValue = "fail",
                    examples = "ignore")
            IfMissing ifMissing) {}

    @Override
    public String type() {
        return "drop_column";
    }

    @Override
    public String summary() {
        return "Leaves columns out, by name or pattern.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        if (options.columns().isEmpty()) {
            throw StepColumns.unsupported("columns is empty; name at least one column to drop");
        }
        Set<String> dropped = options.ifMissing() == IfMissing.FAIL
                ? StepColumns.matching("columns", options.columns(), input)
                : StepColumns.matchingAny(options.columns(), input);
        List<Field> kept = input.getFields().stream()
                .filter(field -> !dropped.contains(field.getName()))
                .toList();
        return SelectStep.keep(StepColumns.distinct(kept), input, context);
    }
}
