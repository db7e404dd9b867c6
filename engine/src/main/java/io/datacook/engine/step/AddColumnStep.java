package io.datacook.engine.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.service.AutoService;
import io.datacook.api.Batch;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.BatchStep;
import io.datacook.engine.rows.Casts;
import io.datacook.engine.rows.CellCast;
import io.datacook.engine.rows.Kind;
import io.datacook.engine.rows.NewColumns;
import io.datacook.engine.rows.Rounding;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `add_column`: adds a column that holds the same value in every row.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class AddColumnStep implements StepType<AddColumnStep.Options> {
    private static final String NOW = "now()";

    /// The step's keys.
    public record Options(
            @Option(value = "The new column's name.", examples = "_loaded_at")
            String name,

            @Option(
                    value = "The value of all rows: a literal, a template, or `now()` for the time the run "
                            + "started. Null if left out.",
                    examples = {"now()", "\"{{ recipe.name }}\"", "EUR"})
            @Nullable
            String value,

            @Option(
                    value = "The column's type. `string` if left out, and `timestamp[us, UTC]` for `now()`.",
                    examples = {"int64", "date"})
            @Nullable
            String type,

            @Option(
                    value = "Where the column goes: `first`, `last`, `before <column>` or `after <column>`.",
                    defaultValue = "last",
                    examples = "after id")
            String position) {}

    @Override
    public String type() {
        return "add_column";
    }

    @Override
    public String summary() {
        return "Adds a column with a literal, a template's text or the time the run started.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        String typeDefault = NOW.equals(options.value()) ? "timestamptz" : "string";
        Field field = StepColumns.parse("type", options.name(), options.type() == null ? typeDefault : options.type());
        if (!field.isNullable() && options.value() == null) {
            throw StepColumns.unsupported("value is missing, but the type '" + options.type() + "' allows no nulls");
        }
        int place = place(options.position(), input);
        List<Field> fields = new ArrayList<>(input.getFields());
        fields.add(place, field);
        Schema output = StepColumns.distinct(fields);
        FieldVector value = value(options, field, context);
        return new ConstantStep(output, place, value, context.allocator());
    }

    private static int place(String position, Schema input) {
        String[] words = position.strip().split("\\s+", 2);
        return switch (words[0]) {
            case "first" -> 0;
            case "last" -> input.getFields().size();
            case "before" -> StepColumns.index("position", words.length < 2 ? "" : words[1], input);
            case "after" -> StepColumns.index("position", words.length < 2 ? "" : words[1], input) + 1;
            default ->
                throw StepColumns.unsupported(
                        "position is '%s'; write first, last, before <column> or after <column>".formatted(position));
        };
    }

    private static @Nullable String text(Options options, Field field, StepContext context) {
        if (!NOW.equals(options.value())) {
            return options.value();
        }
        return Kind.of(field) == Kind.DATE
                ? LocalDate.ofInstant(context.startedAt(), ZoneOffset.UTC).toString()
                : context.startedAt().truncatedTo(ChronoUnit.MICROS).toString();
    }

    /// A column of one row that holds the value; owned by the caller.
    private static FieldVector value(Options options, Field field, StepContext context) {
        String text = text(options, field, context);
        Rounding rounding = NOW.equals(options.value()) ? Rounding.DOWN : Rounding.EXACT;
        Field string = TypeNames.parse(field.getName(), "string");
        CellCast cast = Casts.find(string, field, rounding);
        if (cast == null) {
            throw StepColumns.unsupported("type is %s, which no text can be turned into; add the column as json"
                    .formatted(TypeNames.name(field)));
        }
        FieldVector value = field.createVector(context.allocator());
        try (VarCharVector texts = new VarCharVector(string, context.allocator())) {
            texts.allocateNew();
            value.allocateNew();
            if (text != null) {
                texts.setSafe(0, text.getBytes(UTF_8));
                texts.setValueCount(1);
                String reason = cast.bind(texts, value).cast(0);
                if (reason != null) {
                    throw StepColumns.unsupported("value: " + reason);
                }
            }
            value.setValueCount(1);
            return value;
        } catch (RuntimeException | Error failed) {
            value.close();
            throw failed;
        }
    }

    /// Puts copies of one cell beside each row; owns the cell.
    private record ConstantStep(Schema output, int place, FieldVector value, BufferAllocator allocator)
            implements Step {
        @Override
        public void accept(Batch batch, java.util.function.Consumer<Batch> out) {
            new BatchStep(output, allocator, this::add).accept(batch, out);
        }

        private Batch add(Batch batch, NewColumns columns) {
            int rows = batch.rowCount();
            FieldVector added = columns.at(place).make(output.getFields().get(place), rows);
            if (!value.isNull(0)) {
                for (int row = 0; row < rows; row++) {
                    added.copyFromSafe(0, row, value);
                }
            }
            for (int i = 0; i < batch.rows().getFieldVectors().size(); i++) {
                columns.at(i < place ? i : i + 1).move(batch.rows(), i);
            }
            return columns.batch(batch);
        }

        @Override
        public void close() {
            value.close();
        }
    }
}
