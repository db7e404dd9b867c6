package io.datacook.engine.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datacook.api.RowText;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.CellCast;
import io.datacook.engine.rows.CellStep;
import io.datacook.engine.rows.Fields;
import io.datacook.engine.rows.Kind;
import io.datacook.engine.rows.OnError;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Steps that turn each text of some columns into another text.
final class TextStep {
    private TextStep() {}

    /// What becomes of one text.
    @FunctionalInterface
    interface Change {
        /// Makes the new text.
        ///
        /// @return the new text, or `null` for none
        @Nullable
        String apply(String text);
    }

    /// A step over string columns that keeps their types.
    ///
    /// @param patterns names and patterns of columns; all string columns if empty
    /// @param nullable whether a change may give none
    /// @throws io.datacook.api.DatacookException `SCHEMA_MISMATCH` if a column is not there or holds no strings
    static Step texts(
            String type,
            Collection<String> patterns,
            Schema input,
            boolean nullable,
            StepContext context,
            Change change) {
        Map<Integer, Field> targets = new LinkedHashMap<>();
        for (String name : chosen(patterns, input)) {
            int index = StepColumns.index("columns", name, input);
            Field field = input.getFields().get(index);
            if (Kind.of(field) != Kind.TEXT) {
                throw StepColumns.mismatch("column '%s' is %s; the step %s takes strings only"
                        .formatted(name, TypeNames.name(field), type));
            }
            targets.put(index, nullable ? Fields.nullable(field) : field);
        }
        return step(type, input, targets, context, change);
    }

    /// A step over columns of any type, as [RowText#plain] spells their values.
    ///
    /// @param targets string columns by the place of the old ones
    static Step step(String type, Schema input, Map<Integer, Field> targets, StepContext context, Change change) {
        CellCast cast = (from, to) -> bind(from, to, change);
        Map<Integer, CellCast> casts = new LinkedHashMap<>();
        targets.keySet().forEach(index -> casts.put(index, cast));
        return CellStep.of(type, input, targets, casts, OnError.FAIL, context.allocator());
    }

    /// The named columns, or all string columns.
    static Set<String> chosen(Collection<String> patterns, Schema input) {
        return patterns.isEmpty()
                ? input.getFields().stream()
                        .filter(field -> Kind.of(field) == Kind.TEXT)
                        .map(Field::getName)
                        .collect(Collectors.toCollection(java.util.LinkedHashSet::new))
                : StepColumns.matching("columns", patterns, input);
    }

    private static CellCast.Bound bind(FieldVector from, FieldVector to, Change change) {
        return row -> {
            String text = RowText.plain(from, row);
            String changed = text == null ? null : change.apply(text);
            if (changed != null) {
                set(to, row, changed.getBytes(UTF_8));
            }
            return null;
        };
    }

    private static void set(FieldVector to, int row, byte[] text) {
        switch (to) {
            case BaseVariableWidthVector strings -> strings.setSafe(row, text);
            case BaseLargeVariableWidthVector strings -> strings.setSafe(row, text);
            case BaseVariableWidthViewVector strings -> strings.setSafe(row, text);
            default -> throw new IllegalStateException("no strings in " + to.getField());
        }
    }
}
