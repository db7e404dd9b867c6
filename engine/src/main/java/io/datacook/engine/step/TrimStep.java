package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/// `trim`: cuts blanks at the ends of strings.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class TrimStep implements StepType<TrimStep.Options> {
    /// What becomes of strings that are empty in the end.
    public enum Empty {
        /// They stay.
        KEEP,
        /// They become null.
        NULL
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Names of string columns; `*` stands for any letters. All string columns if left out.",
                    examples = "[name, \"*_code\"]")
            List<String> columns,

            @Option(
                    value = "Whether strings that are empty in the end stay (`keep`) or become null (`\"null\"`).",
                    defaultValue = "keep",
                    examples = "\"null\"")
            Empty empty) {}

    @Override
    public String type() {
        return "trim";
    }

    @Override
    public String summary() {
        return "Cuts blanks (all Unicode white space) at both ends of strings.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        boolean emptyIsNull = options.empty() == Empty.NULL;
        return TextStep.texts(type(), options.columns(), input, emptyIsNull, context, text -> {
            String stripped = text.strip();
            return stripped.isEmpty() && emptyIsNull ? null : stripped;
        });
    }
}
