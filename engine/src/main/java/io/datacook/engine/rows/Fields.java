package io.datacook.engine.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Small changes of column definitions.
public final class Fields {
    private Fields() {}

    /// The column of a name, or `null`.
    public static @Nullable Field find(Schema schema, String name) {
        for (Field field : schema.getFields()) {
            if (field.getName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /// The schema with one column exchanged for another in its place.
    public static Schema replaced(Schema schema, int index, Field field) {
        List<Field> fields = new ArrayList<>(schema.getFields());
        fields.set(index, field);
        return new Schema(fields);
    }

    /// The column under another name.
    public static Field named(Field field, String name) {
        return new Field(name, field.getFieldType(), field.getChildren());
    }

    /// The column, allowing nulls.
    public static Field nullable(Field field) {
        return new Field(
                field.getName(),
                new FieldType(true, field.getType(), field.getDictionary(), field.getMetadata()),
                field.getChildren());
    }

    /// A column with the nullability of another.
    public static Field like(Field field, Field other) {
        return new Field(
                field.getName(),
                new FieldType(other.isNullable(), field.getType(), field.getDictionary(), field.getMetadata()),
                field.getChildren());
    }
}
