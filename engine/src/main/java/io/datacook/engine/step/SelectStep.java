package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.engine.rows.BatchStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// `select`: keeps some columns, in the order given.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class SelectStep implements StepType<SelectStep.Options> {
    /// The step's keys.
    public record Options(
            @Option(
                    value = "Names of the columns to keep, in the order they shall come out; a pattern with `*` "
                            + "stands for all columns it matches that are not named elsewhere.",
                    examples = {"[id, name, updated_at]", "[id, \"*\"]"})
            List<String> columns) {}

    @Override
    public String type() {
        return "select";
    }

    @Override
    public String summary() {
        return "Keeps some columns, in the order given.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        if (options.columns().isEmpty()) {
            throw StepColumns.unsupported("columns is empty; name at least one column to keep");
        }
        List<String> named =
                options.columns().stream().filter(name -> !name.contains("*")).toList();
        Set<String> chosen = new LinkedHashSet<>();
        List<Field> fields = new ArrayList<>();
        for (String pattern : options.columns()) {
            for (String name : StepColumns.matching("columns", List.of(pattern), input)) {
                boolean elsewhere = pattern.contains("*") && named.contains(name);
                if (!elsewhere && (chosen.add(name) || !pattern.contains("*"))) {
                    fields.add(StepColumns.field("columns", name, input));
                }
            }
        }
        return keep(StepColumns.distinct(fields), input, context);
    }

    /// A step that hands some of the columns on, without copying.
    static Step keep(Schema output, Schema input, StepContext context) {
        int[] places = output.getFields().stream()
                .mapToInt(field -> StepColumns.index("columns", field.getName(), input))
                .toArray();
        return new BatchStep(output, context.allocator(), (batch, columns) -> {
            for (int place : places) {
                columns.move(batch.rows(), place);
            }
            return columns.batch(batch);
        });
    }
}
