package io.datacook.engine.step;

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
import io.datacook.engine.rows.Fields;
import io.datacook.engine.rows.Kind;
import io.datacook.engine.rows.NewColumns;
import io.datacook.engine.rows.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `flatten`: puts the fields of struct columns in their place, as columns of their own.
@AutoService(StepType.class)
@SuppressWarnings("rawtypes") // the service is StepType of any options
public final class FlattenStep implements StepType<FlattenStep.Options> {
    /// What becomes of lists and maps.
    public enum Lists {
        /// They stay.
        KEEP,
        /// They become JSON texts.
        JSON
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Struct columns to flatten; `*` stands for any letters. All struct columns if left out.",
                    examples = "[customer, \"*_address\"]")
            List<String> columns,

            @Option(value = "Put between the names of a struct and its field.", defaultValue = "_", examples = ".")
            String separator,

            @Option(
                    value = "How many levels of structs are flattened, 1 to 64; deeper ones stay structs.",
                    defaultValue = "64",
                    examples = "1")
            int depth,

            @Option(
                    value = "What becomes of lists and maps among the chosen columns and in the structs: they stay"
                            + " (`keep`), or become JSON texts (`json`).",
                    defaultValue = "keep",
                    examples = "json")
            Lists lists) {
        /// Checks the depth.
        public Options {
            if (depth < 1 || depth > 64) {
                throw new IllegalArgumentException("depth is " + depth + "; it is 1 to 64");
            }
        }
    }

    /// A column that comes out.
    ///
    /// @param field the column
    /// @param path places from the column that came in down to the field
    /// @param json makes a JSON text of it, or `null`
    private record Leaf(
            Field field, List<Integer> path, @Nullable CellCast json) {}

    @Override
    public String type() {
        return "flatten";
    }

    @Override
    public String summary() {
        return "Puts the fields of struct columns in their place, as columns of their own.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        Set<String> chosen = options.columns().isEmpty()
                ? Set.copyOf(StepColumns.names(input))
                : StepColumns.matching("columns", options.columns(), input);
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < input.getFields().size(); i++) {
            Field field = input.getFields().get(i);
            int depth = chosen.contains(field.getName()) ? options.depth() : -1;
            collect(field, field.getName(), List.of(i), depth, options, leaves);
        }
        Schema output = StepColumns.distinct(leaves.stream().map(Leaf::field).toList());
        return new BatchStep(output, context.allocator(), (batch, columns) -> flatten(batch, leaves, columns));
    }

    private static void collect(
            Field field, String name, List<Integer> path, int depth, Options options, List<Leaf> leaves) {
        if (field.getType() instanceof ArrowType.Struct && depth > 0) {
            for (int i = 0; i < field.getChildren().size(); i++) {
                Field child = field.getChildren().get(i);
                Field inherited = field.isNullable() ? Fields.nullable(child) : child;
                List<Integer> longer = new ArrayList<>(path);
                longer.add(i);
                collect(inherited, name + options.separator() + child.getName(), longer, depth - 1, options, leaves);
            }
            return;
        }
        boolean list = Kind.of(field) == Kind.NESTED && !(field.getType() instanceof ArrowType.Struct);
        if (list && depth >= 0 && options.lists() == Lists.JSON) {
            Field json = Fields.like(TypeNames.json(name), field);
            leaves.add(new Leaf(json, path, Casts.find(field, json, Rounding.EXACT)));
        } else {
            leaves.add(new Leaf(Fields.named(field, name), path, null));
        }
    }

    private static Batch flatten(Batch batch, List<Leaf> leaves, NewColumns columns) {
        for (Leaf leaf : leaves) {
            FieldVector vector = batch.rows().getVector(leaf.path().getFirst());
            List<FieldVector> parents = new ArrayList<>();
            for (int i = 1; i < leaf.path().size(); i++) {
                parents.add(vector);
                vector = vector.getChildrenFromFields().get(leaf.path().get(i));
            }
            if (leaf.json() == null && parents.stream().allMatch(parent -> parent.getNullCount() == 0)) {
                columns.move(vector, leaf.field());
            } else {
                copy(vector, parents, leaf, batch.rowCount(), columns);
            }
        }
        return columns.batch(batch);
    }

    /// A null struct hides what its fields hold, so the cells below it become null.
    private static void copy(FieldVector from, List<FieldVector> parents, Leaf leaf, int rows, NewColumns columns) {
        FieldVector to = columns.make(leaf.field(), rows);
        CellCast.Bound cast = leaf.json() == null ? null : leaf.json().bind(from, to);
        for (int row = 0; row < rows; row++) {
            int at = row;
            if (from.isNull(row) || parents.stream().anyMatch(parent -> parent.isNull(at))) {
                continue;
            }
            if (cast == null) {
                to.copyFromSafe(row, row, from);
            } else {
                cast.cast(row);
            }
        }
    }
}
