package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.CellCast;
import io.datacook.engine.rows.CellStep;
import io.datacook.engine.rows.Fields;
import io.datacook.engine.rows.Kind;
import io.datacook.engine.rows.OnError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `mask`: anonymizes columns: what a value was cannot be found again.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class MaskStep implements StepType<MaskStep.Options> {
    private static final String REDACTED = "***";

    /// What is put in the place of a value. Nulls stay null.
    public enum Method {
        /// `***`.
        REDACT,
        /// Null; for columns of every type.
        NULL,
        /// Stars and the last letters.
        KEEP_LAST,
        /// The text in `value`.
        CONSTANT,
        /// `***@` and what is behind the last `@`; `***` where there is none.
        EMAIL_DOMAIN
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Names of the columns to anonymize; `*` stands for any letters.",
                    examples = "[iban, \"*phone*\"]")
            List<String> columns,

            @Option(
                    value = "What is put in the place of values: `redact` (`***`), `\"null\"`, `keep_last` "
                            + "(stars and the last letters), `constant` (the text in `value`) or "
                            + "`email_domain` (`***@example.com`). All but `\"null\"` take string "
                            + "columns only.",
                    defaultValue = "redact",
                    examples = "keep_last")
            Method method,

            @Option(
                    value = "How many letters `keep_last` keeps, 1 to 64; a value with as many or fewer becomes "
                            + "stars only.",
                    defaultValue = "4",
                    examples = "2")
            int keep,

            @Option(value = "The text that `constant` puts in the place of values.", examples = "hidden") @Nullable
            String value) {
        /// Checks what the components say together.
        public Options {
            if (keep < 1 || keep > 64) {
                throw new IllegalArgumentException("keep is " + keep + "; it is 1 to 64");
            }
            if ((method == Method.CONSTANT) != (value != null)) {
                throw new IllegalArgumentException(
                        method == Method.CONSTANT
                                ? "method is constant, which needs a value"
                                : "value is set, but only method: constant takes it");
            }
        }
    }

    @Override
    public String type() {
        return "mask";
    }

    @Override
    public String summary() {
        return "Anonymizes columns: redacts them, empties them, or keeps a harmless part.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        if (options.columns().isEmpty()) {
            throw StepColumns.unsupported("columns is empty; name at least one column to anonymize");
        }
        Set<String> names = StepColumns.matching("columns", options.columns(), input);
        if (options.method() == Method.NULL) {
            return emptied(names, input, context);
        }
        for (String name : names) {
            Field field = StepColumns.field("columns", name, input);
            if (Kind.of(field) != Kind.TEXT) {
                throw StepColumns.mismatch(
                        "column '%s' is %s; %s takes strings only, so take method: \"null\", or cast the column first"
                                .formatted(
                                        name,
                                        TypeNames.name(field),
                                        options.method().name().toLowerCase(java.util.Locale.ROOT)));
            }
        }
        return TextStep.texts(type(), names, input, false, context, text -> masked(text, options));
    }

    private Step emptied(Set<String> names, Schema input, StepContext context) {
        Map<Integer, Field> targets = new LinkedHashMap<>();
        Map<Integer, CellCast> casts = new LinkedHashMap<>();
        for (String name : names) {
            int index = StepColumns.index("columns", name, input);
            targets.put(index, Fields.nullable(input.getFields().get(index)));
            casts.put(index, (from, to) -> row -> null);
        }
        return CellStep.of(type(), input, targets, casts, OnError.FAIL, context.allocator());
    }

    private static String masked(String text, Options options) {
        return switch (options.method()) {
            case REDACT, NULL -> REDACTED;
            case CONSTANT -> String.valueOf(options.value());
            case EMAIL_DOMAIN -> {
                int at = text.lastIndexOf('@');
                yield at < 0 ? REDACTED : REDACTED + text.substring(at);
            }
            case KEEP_LAST -> {
                int letters = text.codePointCount(0, text.length());
                if (letters <= options.keep()) {
                    yield "*".repeat(letters);
                }
                int cut = text.offsetByCodePoints(text.length(), -options.keep());
                yield "*".repeat(letters - options.keep()) + text.substring(cut);
            }
        };
    }
}
