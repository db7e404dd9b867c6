package io.datacook.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/// The names of column types, the same in recipes, assets, `plan`, messages and the documentation.
///
/// `bool int8…int64 uint8…uint64 float16 float32 float64 decimal(p,s) date time[unit] timestamp[unit]
/// timestamp[unit, zone] duration[unit] interval[unit] string binary fixed_binary(n) uuid json list<T> struct<a: T>
/// map<K, V>`, units `s ms us ns`, `us` where left out. Arrow's variants keep their own names: `large_string`,
/// `string_view`, `large_binary`, `binary_view`, `large_list<T>`, `list<T>(n)`, `date[ms]`, `null`. Inside of lists,
/// structs and maps, ` not null` follows a type that allows no null. Stateless; safe for all threads.
public final class TypeNames {
    /// The key of a field's metadata that names what a plain type stands for.
    public static final String EXTENSION = "ARROW:extension:name";

    private static final String UUID = "arrow.uuid";
    private static final String JSON = "arrow.json";

    private TypeNames() {}

    /// The name of a column's type, without its own nullability.
    public static String name(Field field) {
        if (isUuid(field)) {
            return "uuid";
        }
        if (isJson(field)) {
            return "json";
        }
        List<Field> children = field.getChildren();
        return switch (field.getType()) {
            case ArrowType.List _ -> "list<" + element(children) + ">";
            case ArrowType.LargeList _ -> "large_list<" + element(children) + ">";
            case ArrowType.FixedSizeList list -> "list<" + element(children) + ">(" + list.getListSize() + ")";
            case ArrowType.Struct _ -> struct(children);
            case ArrowType.Map _ -> map(children);
            default -> name(field.getType());
        };
    }

    /// The name of a type without children; a nested type is named `list`, `struct` or `map` only.
    public static String name(ArrowType type) {
        return switch (type) {
            case ArrowType.Bool _ -> "bool";
            case ArrowType.Int whole -> (whole.getIsSigned() ? "int" : "uint") + whole.getBitWidth();
            case ArrowType.FloatingPoint floating -> name(floating.getPrecision());
            case ArrowType.Decimal decimal -> "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
            case ArrowType.Date date -> date.getUnit() == DateUnit.DAY ? "date" : "date[ms]";
            case ArrowType.Time time -> "time[" + name(time.getUnit()) + "]";
            case ArrowType.Timestamp stamp
            when stamp.getTimezone() == null -> "timestamp[" + name(stamp.getUnit()) + "]";
            case ArrowType.Timestamp stamp -> "timestamp[" + name(stamp.getUnit()) + ", " + stamp.getTimezone() + "]";
            case ArrowType.Duration duration -> "duration[" + name(duration.getUnit()) + "]";
            case ArrowType.Interval interval -> "interval[" + name(interval.getUnit()) + "]";
            case ArrowType.Utf8 _ -> "string";
            case ArrowType.LargeUtf8 _ -> "large_string";
            case ArrowType.Utf8View _ -> "string_view";
            case ArrowType.Binary _ -> "binary";
            case ArrowType.LargeBinary _ -> "large_binary";
            case ArrowType.BinaryView _ -> "binary_view";
            case ArrowType.FixedSizeBinary binary -> "fixed_binary(" + binary.getByteWidth() + ")";
            case ArrowType.Null _ -> "null";
            default -> type.getTypeID().name().toLowerCase(Locale.ROOT);
        };
    }

    /// The nullable column a type's name stands for (not nullable if ` not null` follows the name).
    ///
    /// Aliases are understood: `boolean`, `tinyint`, `smallint`, `int`, `integer`, `bigint`, `long`, `float` and
    /// `double` (both 64 bits), `real` (32 bits), `numeric(p,s)`, `text`, `varchar`, `varchar(n)` (the length is
    /// dropped), `bytes`, `datetime`, `timestamptz`, `object`, `array<T>`. `decimal` alone is `decimal(38,9)`.
    /// Case and spaces do not matter, except in names of struct fields and zones.
    ///
    /// @param column the column's name
    /// @param type the type's name, as [#name(Field)] gives it or an alias
    /// @throws IllegalArgumentException naming the text, the position in it, and the types there are
    public static Field parse(String column, String type) {
        return new TypeNameParser(type).parse(column);
    }

    /// The type a name of a type without children stands for.
    ///
    /// @throws IllegalArgumentException naming the text and the types there are; also for `list`, `struct` and
    ///     `map`,
    ///     whose children only a [Field] can hold
    public static ArrowType parse(String type) {
        Field field = parse("value", type);
        if (!field.getChildren().isEmpty() || !field.getMetadata().isEmpty()) {
            throw new IllegalArgumentException("'" + type + "' needs a column, not a plain type");
        }
        return field.getType();
    }

    /// Whether a column holds UUIDs: 16 bytes, marked as Arrow's canonical extension `arrow.uuid`.
    public static boolean isUuid(Field field) {
        return UUID.equals(field.getMetadata().get(EXTENSION))
                && field.getType() instanceof ArrowType.FixedSizeBinary binary
                && binary.getByteWidth() == 16;
    }

    /// Whether a column holds JSON texts: strings marked as Arrow's canonical extension `arrow.json`.
    public static boolean isJson(Field field) {
        return JSON.equals(field.getMetadata().get(EXTENSION))
                && (field.getType() instanceof ArrowType.Utf8
                        || field.getType() instanceof ArrowType.LargeUtf8
                        || field.getType() instanceof ArrowType.Utf8View);
    }

    /// A nullable UUID column.
    public static Field uuid(String column) {
        return new Field(
                column, new FieldType(true, new ArrowType.FixedSizeBinary(16), null, Map.of(EXTENSION, UUID)), null);
    }

    /// A nullable column of JSON texts.
    public static Field json(String column) {
        return new Field(column, new FieldType(true, new ArrowType.Utf8(), null, Map.of(EXTENSION, JSON)), null);
    }

    private static String struct(List<Field> children) {
        StringBuilder text = new StringBuilder("struct<");
        for (Field child : children) {
            text.append(text.length() == 7 ? "" : ", ");
            text.append(quoted(child.getName())).append(": ").append(inner(child));
        }
        return text.append('>').toString();
    }

    private static String map(List<Field> children) {
        List<Field> entry = children.isEmpty() ? List.of() : children.getFirst().getChildren();
        if (entry.size() != 2) {
            return "map";
        }
        return "map<" + name(entry.get(0)) + ", " + inner(entry.get(1)) + ">";
    }

    private static String element(List<Field> children) {
        return children.isEmpty() ? "null" : inner(children.getFirst());
    }

    private static String inner(Field child) {
        return name(child) + (child.isNullable() ? "" : " not null");
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String name(FloatingPointPrecision precision) {
        return switch (precision) {
            case HALF -> "float16";
            case SINGLE -> "float32";
            case DOUBLE -> "float64";
        };
    }

    private static String name(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> "s";
            case MILLISECOND -> "ms";
            case MICROSECOND -> "us";
            case NANOSECOND -> "ns";
        };
    }

    private static String name(IntervalUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
