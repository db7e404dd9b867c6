package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;

/// The writer of each type. Stateless; safe for all threads.
final class ValueWriters {
    private ValueWriters() {}

    /// The writer of a record's columns.
    ///
    /// @param declared columns whose types were declared: their doubles may round
    /// @param ignored columns that are known and not asked for
    static StructWriter record(
            List<? extends FieldVector> vectors,
            Set<String> declared,
            Set<String> ignored,
            Unknown unknown,
            RecordParser raw) {
        List<String> names = new ArrayList<>();
        List<ValueWriter> writers = new ArrayList<>();
        for (FieldVector vector : vectors) {
            String name = vector.getField().getName();
            names.add(name);
            writers.add(of(vector, name, unknown, raw, !declared.contains(name)));
        }
        return new StructWriter(null, "", names, writers, ignored, unknown);
    }

    /// The writer of one value that is a document by itself; doubles that would drop digits are refused.
    static ValueWriter value(FieldVector vector, Unknown unknown, RecordParser raw) {
        return of(vector, vector.getField().getName(), unknown, raw, true);
    }

    private static StructWriter struct(
            StructVector vector, String path, Unknown unknown, RecordParser raw, boolean strict) {
        List<String> names = new ArrayList<>();
        List<ValueWriter> writers = new ArrayList<>();
        for (FieldVector child : vector.getChildrenFromFields()) {
            String name = child.getField().getName();
            names.add(name);
            writers.add(of(child, path + "." + name, unknown, raw, strict));
        }
        return new StructWriter(vector, path, names, writers, Set.of(), unknown);
    }

    private static ValueWriter of(FieldVector vector, String path, Unknown unknown, RecordParser raw, boolean strict) {
        return switch (vector) {
            case StructVector struct -> struct(struct, path, unknown, raw, strict);
            case MapVector map -> {
                List<FieldVector> entry = ((StructVector) map.getDataVector()).getChildrenFromFields();
                yield new MapWriter(
                        map,
                        path,
                        of(entry.get(0), path + ".key", unknown, raw, strict),
                        of(entry.get(1), path + ".value", unknown, raw, strict));
            }
            case ListVector list ->
                new ListWriter(list, path, of(list.getDataVector(), path + "[]", unknown, raw, strict));
            default -> new ScalarWriter(vector, path, setter(vector, raw, strict));
        };
    }

    private static ScalarWriter.Setter setter(FieldVector vector, RecordParser raw, boolean strict) {
        if (TypeNames.isJson(vector.getField())) {
            return Setters.json((org.apache.arrow.vector.VarCharVector) vector, raw);
        }
        ScalarWriter.Setter setter = Setters.of(vector, strict);
        return setter == null ? ValueWriters::refuse : setter;
    }

    private static long refuse(JsonParser parser, int row) {
        return -1;
    }

    /// Checks that there is a writer for a column.
    ///
    /// @throws DatacookException `RECIPE_UNSUPPORTED` naming the column
    static void check(Field field) {
        if (field.getChildren().isEmpty() && !Setters.supports(field)) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "columns.%s is %s, which json cannot read; take string and a `cast` step"
                            .formatted(field.getName(), TypeNames.name(field)));
        }
        field.getChildren().forEach(ValueWriters::check);
    }
}
