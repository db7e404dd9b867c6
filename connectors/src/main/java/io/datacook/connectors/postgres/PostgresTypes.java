package io.datacook.connectors.postgres;

import io.datacook.api.TypeNames;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/// What a PostgreSQL type becomes in Arrow; the table is in docs/reference/connectors/postgres.md.
///
/// @param unconstrained what a `numeric` without precision becomes, or `null` for text
/// @param arrays what arrays become
record PostgresTypes(ArrowType.@Nullable Decimal unconstrained, ArrayForm arrays) {
    /// Texts whose PostgreSQL type is worth keeping on the way to another PostgreSQL carry its name under this key.
    static final String TYPE_KEY = "postgres.type";

    static final ArrowType TEXT = new ArrowType.Utf8();
    static final ArrowType TIMESTAMP = new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
    static final ArrowType TIMESTAMPTZ = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
    static final ArrowType TIME = new ArrowType.Time(TimeUnit.MICROSECOND, 64);
    static final ArrowType DATE = new ArrowType.Date(DateUnit.DAY);
    static final ArrowType INTERVAL = new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);

    /// As a destination sees its own columns: nothing is lost.
    static final PostgresTypes LOSSLESS = new PostgresTypes(null, ArrayForm.LIST);

    private static final int DIGITS_128_MAX = 38;
    private static final int DIGITS_256_MAX = 76;

    /// The Arrow field of a column.
    Field field(Column column) {
        return field(column.name(), column.type(), !column.notNull());
    }

    private Field field(String name, PostgresType type, boolean nullable) {
        if (type.element() != null && arrays == ArrayForm.LIST) {
            Field item = field("item", type.element(), true);
            return new Field(name, new FieldType(nullable, new ArrowType.List(), null), List.of(item));
        }
        Map<String, String> metadata = metadata(type);
        return new Field(name, new FieldType(nullable, arrow(type), null, metadata), null);
    }

    private ArrowType arrow(PostgresType type) {
        return switch (type.name()) {
            case "bool" -> new ArrowType.Bool();
            case "int2" -> new ArrowType.Int(16, true);
            case "int4" -> new ArrowType.Int(32, true);
            case "int8" -> new ArrowType.Int(64, true);
            case "oid" -> new ArrowType.Int(64, true);
            case "float4" -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case "float8" -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case "numeric" -> {
                ArrowType decimal = decimal(type);
                yield decimal == null ? TEXT : decimal;
            }
            case "bytea" -> new ArrowType.Binary();
            case "date" -> DATE;
            case "time" -> TIME;
            case "timestamp" -> TIMESTAMP;
            case "timestamptz" -> TIMESTAMPTZ;
            case "interval" -> INTERVAL;
            case "uuid" -> new ArrowType.FixedSizeBinary(16);
            default -> TEXT;
        };
    }

    /// The decimal that holds every value of a numeric, or `null` if none does.
    private @Nullable ArrowType decimal(PostgresType type) {
        if (type.precision() < 0) {
            return unconstrained;
        }
        int scale = Math.max(0, type.scale());
        int digits = Math.max(type.precision() - Math.min(0, type.scale()), scale);
        return digits > DIGITS_256_MAX
                ? null
                : new ArrowType.Decimal(digits, scale, digits <= DIGITS_128_MAX ? 128 : 256);
    }

    private Map<String, String> metadata(PostgresType type) {
        return switch (type.name()) {
            case "uuid" -> TypeNames.uuid("").getMetadata();
            case "json", "jsonb" -> {
                Map<String, String> json =
                        new java.util.HashMap<>(TypeNames.json("").getMetadata());
                json.put(TYPE_KEY, type.name());
                yield Map.copyOf(json);
            }
            case "numeric" -> decimal(type) == null ? Map.of(TYPE_KEY, type.spelled()) : Map.of();
            case "bool",
                    "int2",
                    "int4",
                    "int8",
                    "float4",
                    "float8",
                    "text",
                    "varchar",
                    "bpchar",
                    "name",
                    "bytea",
                    "oid",
                    "date",
                    "time",
                    "timestamp",
                    "timestamptz",
                    "interval",
                    "enum",
                    "array",
                    "" -> Map.of();
            default -> Map.of(TYPE_KEY, type.spelled());
        };
    }

    /// How a column is selected so that the server sends a form [CellDecoder] reads: itself, or cast to text.
    String select(Column column) {
        String name = TableName.quote(column.name());
        PostgresType element = column.type().element();
        if (element != null && arrays == ArrayForm.LIST) {
            return binary(element) ? name : name + "::text[]";
        }
        return binary(column.type()) ? name : name + "::text";
    }

    /// Whether the type's binary form is read.
    private static boolean binary(PostgresType type) {
        return switch (type.name()) {
            case "bool",
                    "int2",
                    "int4",
                    "int8",
                    "oid",
                    "float4",
                    "float8",
                    "numeric",
                    "text",
                    "varchar",
                    "bpchar",
                    "name",
                    "json",
                    "jsonb",
                    "enum",
                    "bytea",
                    "date",
                    "time",
                    "timestamp",
                    "timestamptz",
                    "interval",
                    "uuid" -> true;
            default -> false;
        };
    }
}
