package io.datacook.connectors.duckdb;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// What an Arrow type is called in DuckDB.
///
/// Stateless; safe for all threads.
final class DuckTypes {
    private DuckTypes() {}

    /// The type a column of this kind is kept as.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` naming the column if DuckDB has no such type
    static String name(Field column) {
        String name = find(column);
        if (name == null) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "column '%s' is of type %s, which DuckDB cannot keep; cast it to a type it can, such as %s"
                            .formatted(column.getName(), TypeNames.name(column), instead(column)));
        }
        return name;
    }

    /// Whether DuckDB takes columns of this kind.
    static boolean supports(Field column) {
        return find(column) != null;
    }

    /// `"id" BIGINT NOT NULL, "name" VARCHAR`: columns as CREATE TABLE spells them.
    static String columns(Schema schema) {
        return schema.getFields().stream()
                .map(field -> Sql.name(field.getName()) + " " + name(field) + (field.isNullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String find(Field field) {
        if (TypeNames.isUuid(field)) {
            return "UUID";
        }
        if (TypeNames.isJson(field)) {
            return "JSON";
        }
        List<Field> children = field.getChildren();
        return switch (field.getType()) {
            case ArrowType.Bool _ -> "BOOLEAN";
            case ArrowType.Int whole -> whole(whole);
            case ArrowType.FloatingPoint floating ->
                switch (floating.getPrecision()) {
                    case HALF -> null;
                    case SINGLE -> "FLOAT";
                    case DOUBLE -> "DOUBLE";
                };
            case ArrowType.Decimal decimal -> decimal(decimal);
            case ArrowType.Date _ -> "DATE";
            case ArrowType.Time time -> time.getUnit() == TimeUnit.NANOSECOND ? "TIME_NS" : "TIME";
            case ArrowType.Timestamp stamp -> timestamp(stamp);
            case ArrowType.Duration _, ArrowType.Interval _ -> "INTERVAL";
            case ArrowType.Utf8 _, ArrowType.LargeUtf8 _, ArrowType.Utf8View _ -> "VARCHAR";
            case ArrowType.Binary _, ArrowType.LargeBinary _, ArrowType.BinaryView _, ArrowType.FixedSizeBinary _ ->
                "BLOB";
            case ArrowType.Null _ -> "INTEGER";
            case ArrowType.List _, ArrowType.LargeList _ -> suffixed(children.getFirst(), "[]");
            case ArrowType.FixedSizeList list -> suffixed(children.getFirst(), "[" + list.getListSize() + "]");
            case ArrowType.Struct _ -> struct(children);
            case ArrowType.Map _ -> map(children.getFirst().getChildren());
            default -> null;
        };
    }

    private static String whole(ArrowType.Int whole) {
        String signed =
                switch (whole.getBitWidth()) {
                    case 8 -> "TINYINT";
                    case 16 -> "SMALLINT";
                    case 32 -> "INTEGER";
                    default -> "BIGINT";
                };
        return whole.getIsSigned() ? signed : "U" + signed;
    }

    private static @Nullable String decimal(ArrowType.Decimal decimal) {
        boolean fits = decimal.getPrecision() <= 38 && decimal.getScale() >= 0 && decimal.getBitWidth() <= 128;
        return fits ? String.format(Locale.ROOT, "DECIMAL(%d,%d)", decimal.getPrecision(), decimal.getScale()) : null;
    }

    private static String timestamp(ArrowType.Timestamp stamp) {
        if (stamp.getTimezone() != null) {
            return stamp.getUnit() == TimeUnit.NANOSECOND ? "TIMESTAMPTZ_NS" : "TIMESTAMPTZ";
        }
        return switch (stamp.getUnit()) {
            case SECOND -> "TIMESTAMP_S";
            case MILLISECOND -> "TIMESTAMP_MS";
            case MICROSECOND -> "TIMESTAMP";
            case NANOSECOND -> "TIMESTAMP_NS";
        };
    }

    private static @Nullable String suffixed(Field element, String suffix) {
        String name = find(element);
        return name == null ? null : name + suffix;
    }

    private static @Nullable String struct(List<Field> children) {
        StringBuilder text = new StringBuilder("STRUCT(");
        for (Field child : children) {
            String name = find(child);
            if (name == null) {
                return null;
            }
            text.append(text.length() == 7 ? "" : ", ");
            text.append(Sql.name(child.getName())).append(' ').append(name);
        }
        return children.isEmpty() ? null : text.append(')').toString();
    }

    private static @Nullable String map(List<Field> entry) {
        String key = find(entry.get(0));
        String value = find(entry.get(1));
        return key == null || value == null ? null : "MAP(" + key + ", " + value + ")";
    }

    private static String instead(Field column) {
        return switch (column.getType()) {
            case ArrowType.FloatingPoint floating
            when floating.getPrecision() == FloatingPointPrecision.HALF -> "float32";
            case ArrowType.Decimal _ -> "decimal(38,9)";
            default -> "string";
        };
    }
}
