package io.datacook.connectors.json;

import com.google.auto.service.AutoService;
import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `parse_json`: makes typed columns, nested ones too, of columns that hold JSON texts.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class ParseJsonStepType implements StepType<ParseJsonStepType.Options> {
    /// What becomes of a row whose text does not fit.
    public enum OnError {
        /// The run ends, saying where.
        FAIL,
        /// The cell becomes null.
        NULL,
        /// The row is rejected, and goes where the recipe's `errors.policy` sends rejected rows.
        QUARANTINE
    }

    /// What becomes of fields of an object that the type does not have.
    public enum UnknownFields {
        /// The text does not fit.
        FAIL,
        /// They are left out.
        IGNORE
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Columns that hold JSON texts, and the types they shall have.",
                    examples = "{ payload: \"struct<id: int64, tags: list<string>>\" }")
            Map<String, String> columns,

            @Option(
                    value = "What becomes of a row whose text is no JSON or does not fit the type: `fail` ends the"
                            + " run, `null` leaves the cell empty, `quarantine` rejects the row. Left out, rows are"
                            + " rejected where `errors.policy` allows it and end the run where it does not.",
                    examples = "quarantine")
            @Nullable
            OnError onError,

            @Option(
                    value = "What becomes of fields that the type does not have: such a text does not fit (`fail`),"
                            + " or they are left out (`ignore`).",
                    defaultValue = "fail",
                    examples = "ignore")
            UnknownFields unknownFields) {}

    @Override
    public String type() {
        return "parse_json";
    }

    @Override
    public String summary() {
        return "Makes structs, lists, maps and plain values of columns that hold JSON texts.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        if (options.columns().isEmpty()) {
            throw unsupported("columns is empty; name at least one column and the type it shall have");
        }
        List<String> names = input.getFields().stream().map(Field::getName).toList();
        Map<Integer, Field> targets = new LinkedHashMap<>();
        options.columns().forEach((name, type) -> {
            int place = names.indexOf(name);
            if (place < 0) {
                throw mismatch("columns names '%s', which does not come in. %s"
                        .formatted(name, Closest.describe(name, names)));
            }
            targets.put(place, target(input.getFields().get(place), type));
        });
        boolean ignoring = options.unknownFields() == UnknownFields.IGNORE;
        return new ParseJsonStep(input, targets, onError(options.onError(), context), ignoring, context.allocator());
    }

    /// A column may always become null: JSON has a null of its own.
    private static Field target(Field text, String type) {
        boolean holdsText = text.getType() instanceof ArrowType.Utf8 || text.getType() instanceof ArrowType.LargeUtf8;
        if (!holdsText) {
            throw mismatch("column '%s' is %s; parse_json takes columns that hold texts"
                    .formatted(text.getName(), TypeNames.name(text)));
        }
        try {
            Field parsed = TypeNames.parse(text.getName(), type);
            ValueWriters.check(parsed);
            FieldType nullable = new FieldType(true, parsed.getType(), parsed.getDictionary(), parsed.getMetadata());
            return new Field(text.getName(), nullable, parsed.getChildren());
        } catch (IllegalArgumentException wrong) {
            throw unsupported("columns.%s: %s".formatted(text.getName(), wrong.getMessage()));
        }
    }

    private static OnError onError(@Nullable OnError wanted, StepContext context) {
        if (wanted == OnError.QUARANTINE && !context.rejecting()) {
            throw unsupported("on_error is quarantine, but errors.policy is fail, so that there is no place"
                    + " for rejected rows; set errors.policy to dead_letter or skip");
        }
        return wanted != null ? wanted : context.rejecting() ? OnError.QUARANTINE : OnError.FAIL;
    }

    private static DatacookException unsupported(String message) {
        return new DatacookException(ErrorCode.RECIPE_UNSUPPORTED, message);
    }

    private static DatacookException mismatch(String message) {
        return new DatacookException(ErrorCode.SCHEMA_MISMATCH, message);
    }
}
