package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Batch;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.engine.rows.BatchStep;
import io.datacook.engine.rows.Fields;
import io.datacook.engine.rows.NewColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `rename_columns`: gives columns other names, one by one or all by a rule.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class RenameColumnsStep implements StepType<RenameColumnsStep.Options> {
    /// How names are spelled.
    public enum LetterCase {
        /// `OrderDate`, `order date` and `order-date` become `order_date`.
        SNAKE,
        /// All lower case.
        LOWER,
        /// All upper case.
        UPPER
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Old names and the new names for them.",
                    examples = "{ order_dt: order_date, fname: first_name }")
            Map<String, String> mapping,

            @Option(
                    value = "How the names of all columns that `mapping` leaves out are spelled: `snake`, "
                            + "`lower` or `upper`.",
                    examples = "snake")
            @Nullable
            LetterCase letterCase,

            @Option(
                    value = "Put before the names of all columns that `mapping` leaves out, after `letter_case`.",
                    examples = "src_")
            @Nullable
            String prefix) {}

    @Override
    public String type() {
        return "rename_columns";
    }

    @Override
    public String summary() {
        return "Gives columns other names, by a mapping, a letter case or a prefix.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        options.mapping().keySet().forEach(name -> StepColumns.index("mapping", name, input));
        List<Field> fields = new ArrayList<>();
        for (Field field : input.getFields()) {
            fields.add(Fields.named(field, name(field.getName(), options)));
        }
        Schema output = StepColumns.distinct(fields);
        return new BatchStep(output, context.allocator(), (batch, columns) -> rename(batch, fields, columns));
    }

    private static Batch rename(Batch batch, List<Field> fields, NewColumns columns) {
        for (int i = 0; i < fields.size(); i++) {
            columns.move(batch.rows().getVector(i), fields.get(i));
        }
        return columns.batch(batch);
    }

    private static String name(String old, Options options) {
        String mapped = options.mapping().get(old);
        if (mapped != null) {
            if (mapped.isBlank()) {
                throw StepColumns.unsupported("mapping gives the column '" + old + "' an empty name");
            }
            return mapped;
        }
        String spelled =
                switch (options.letterCase()) {
                    case null -> old;
                    case SNAKE -> snake(old);
                    case LOWER -> old.toLowerCase(Locale.ROOT);
                    case UPPER -> old.toUpperCase(Locale.ROOT);
                };
        return options.prefix() == null ? spelled : options.prefix() + spelled;
    }

    /// `HTTPStatus Code-2` as `http_status_code_2`; a name without letters and digits stays as it is.
    private static String snake(String name) {
        String words = name.replaceAll("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})", "_")
                .replaceAll("(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})", "_")
                .replaceAll("[^\\p{L}\\p{Nd}]+", "_")
                .toLowerCase(Locale.ROOT);
        String trimmed = words.replaceAll("^_+(?=.)|_+$", "");
        String kept = name.startsWith("_") && !trimmed.isEmpty() ? "_" + trimmed : trimmed;
        return kept.isEmpty() ? name : kept;
    }
}
