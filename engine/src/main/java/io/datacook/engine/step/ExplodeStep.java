package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.Fields;
import io.datacook.engine.step.Explosion.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// `explode`: makes a row of each element of a list column, with the parent's other columns beside it.
@AutoService(StepType.class)
@SuppressWarnings("rawtypes") // the service is StepType of any options
public final class ExplodeStep implements StepType<ExplodeStep.Options> {
    /// More rows come out as several batches.
    private static final int ROWS_MAX = 16_384;

    /// More bytes come out as several batches; a single larger row is a batch by itself.
    private static final long BYTES_MAX = 16L << 20;

    /// What becomes of rows whose list is null or empty.
    public enum Empty {
        /// They are left out.
        DROP,
        /// They give one row, with nulls for the element and its position.
        KEEP
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "The list column; each element becomes a row, in a column of the same name. An element"
                            + " that is a struct stays one: `flatten` makes columns of it. Entries of a map are"
                            + " structs of `key` and `value`.",
                    examples = "lines")
            String column,

            @Option(
                    value = "Other columns that stay, repeated for each element; `*` stands for any letters. All if"
                            + " left out. Name the parent's keys to get a child table.",
                    examples = "[order_id]")
            List<String> keep,

            @Option(
                    value = "A new column (int64) behind the element: its place in the list, from 0. None if left"
                            + " out.",
                    examples = "line_number")
            @Nullable
            String position,

            @Option(
                    value = "What becomes of rows whose list is null or empty: they are left out (`drop`), or give"
                            + " one row with a null element (`keep`).",
                    defaultValue = "drop",
                    examples = "keep")
            Empty empty) {}

    @Override
    public String type() {
        return "explode";
    }

    @Override
    public String summary() {
        return "Makes a row of each element of a list column, with the other columns beside it.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        return open(options, input, context, ROWS_MAX, BYTES_MAX);
    }

    static Step open(Options options, Schema input, StepContext context, int rowsMax, long bytesMax) {
        int list = StepColumns.index("column", options.column(), input);
        Field element = element(input.getFields().get(list));
        Set<String> kept = options.keep().isEmpty()
                ? Set.copyOf(StepColumns.names(input))
                : StepColumns.matching("keep", options.keep(), input);
        boolean nulls = options.empty() == Empty.KEEP;
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < input.getFields().size(); i++) {
            Field field = input.getFields().get(i);
            if (i == list) {
                Field named = Fields.named(element, field.getName());
                columns.add(new Column.Element(nulls ? Fields.nullable(named) : named));
                if (options.position() != null) {
                    String type = nulls ? "int64" : "int64 not null";
                    columns.add(new Column.Place(TypeNames.parse(options.position(), type)));
                }
            } else if (kept.contains(field.getName())) {
                columns.add(new Column.Kept(field, i));
            }
        }
        Schema output = StepColumns.distinct(columns.stream().map(Column::field).toList());
        Explosion.Limits limits = new Explosion.Limits(rowsMax, bytesMax);
        return new Explosion(output, list, columns, options.empty(), limits, context.allocator());
    }

    private static Field element(Field list) {
        return switch (list.getType()) {
            case ArrowType.List _, ArrowType.LargeList _, ArrowType.FixedSizeList _, ArrowType.Map _ ->
                list.getChildren().getFirst();
            default ->
                throw StepColumns.mismatch(("column '%s' is %s; explode takes lists and maps only. A string that holds"
                                + " JSON text becomes a list by the step parse_json")
                        .formatted(list.getName(), TypeNames.name(list)));
        };
    }
}
