package io.datacook.testkit;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Small tables for tests: Java values in, Arrow batches out, and back.
///
/// Covers the types that tests spell by hand (bool, int32, int64, float64, decimal128, date, timestamp as its raw
/// number, string, lists and structs of them as `List` and `Map`); [#rows] reads every type Arrow has.
public final class Tables {
    /// A 64-bit whole number.
    public static final ArrowType INT64 = new ArrowType.Int(64, true);
    /// Text.
    public static final ArrowType STRING = new ArrowType.Utf8();

    private Tables() {}

    /// A nullable column.
    public static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    /// A schema of nullable columns.
    public static Schema schema(Field... fields) {
        return new Schema(List.of(fields));
    }

    /// A batch of rows, numbered from `firstRow`, whose position is the number of its last row.
    ///
    /// @param rows one array for each row, one value or `null` for each column
    public static Batch batch(BufferAllocator allocator, Schema schema, long firstRow, List<@Nullable Object[]> rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        root.allocateNew();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < schema.getFields().size(); column++) {
                set(root.getVector(column), row, rows.get(row)[column]);
            }
        }
        root.setRowCount(rows.size());
        return new Batch(
                root,
                Position.of("row", firstRow + rows.size() - 1),
                Origin.consecutive("table", "row", firstRow),
                List.of());
    }

    /// The rows as ordered maps from column name to Java value (as Arrow's `getObject` gives it, texts as strings).
    public static List<Map<String, @Nullable Object>> rows(VectorSchemaRoot root) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < root.getRowCount(); row++) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (FieldVector vector : root.getFieldVectors()) {
                Object value = vector.getObject(row);
                values.put(
                        vector.getName(),
                        value instanceof org.apache.arrow.vector.util.Text text ? text.toString() : value);
            }
            rows.add(values);
        }
        return rows;
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
            return;
        }
        switch (vector) {
            case BigIntVector longs -> longs.setSafe(row, ((Number) value).longValue());
            case IntVector ints -> ints.setSafe(row, ((Number) value).intValue());
            case Float8Vector doubles -> doubles.setSafe(row, ((Number) value).doubleValue());
            case BitVector bits -> bits.setSafe(row, (Boolean) value ? 1 : 0);
            case VarCharVector strings -> strings.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case DateDayVector days -> days.setSafe(row, ((Number) value).intValue());
            case TimeStampVector stamps -> stamps.setSafe(row, ((Number) value).longValue());
            case DecimalVector decimals -> decimals.setSafe(row, (BigDecimal) value);
            case ListVector list -> {
                int start = list.startNewValue(row);
                List<?> elements = (List<?>) value;
                for (int i = 0; i < elements.size(); i++) {
                    set(list.getDataVector(), start + i, elements.get(i));
                }
                list.endValue(row, elements.size());
            }
            case StructVector struct -> {
                struct.setIndexDefined(row);
                struct.getChildrenFromFields()
                        .forEach(child -> set(child, row, ((Map<?, ?>) value).get(child.getName())));
            }
            default -> throw new IllegalArgumentException("no way to set a " + vector.getField());
        }
    }
}
