package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/// What an Arrow type becomes in PostgreSQL, and how that column reads back; the table is in
/// docs/reference/connectors/postgres.md.
final class TargetTypes {
    /// Types a text may be marked with and that a column may be created of. Nothing else of the mark is believed: it
    /// may come from a file.
    private static final Set<String> MARKS = Set.of(
            "bit",
            "bit varying",
            "box",
            "cidr",
            "circle",
            "inet",
            "int4range",
            "int8range",
            "line",
            "lseg",
            "macaddr",
            "macaddr8",
            "money",
            "numeric",
            "numrange",
            "path",
            "pg_lsn",
            "point",
            "polygon",
            "time with time zone",
            "tsquery",
            "tsrange",
            "tstzrange",
            "daterange",
            "tsvector",
            "xml");

    private static final Pattern MARK =
            Pattern.compile("([a-z0-9_ ]+?)(\\([0-9]{1,6}(,-?[0-9]{1,4})?\\))?( with time zone)?");
    private static final int DIGITS_OF_LONG = 20;
    private static final int DIGITS_128_MAX = 38;

    private TargetTypes() {}

    /// The field that [PostgresTypes#LOSSLESS] gives for a column made of this one.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` if no type keeps it
    static Field stored(Field field) {
        return stored(field, field.getName());
    }

    private static Field stored(Field field, String column) {
        ArrowType type = field.getType();
        Map<String, String> metadata = metadata(field);
        if (isNested(field)) {
            return like(field, TypeNames.json(field.getName()).getFieldType(), null);
        }
        if (isList(type)) {
            Field item = stored(field.getChildren().getFirst(), column);
            Field nullable = new Field(
                    "item", new FieldType(true, item.getType(), null, item.getMetadata()), item.getChildren());
            return like(field, FieldType.nullable(new ArrowType.List()), nullable);
        }
        return like(field, new FieldType(true, scalar(field, column), null, metadata), null);
    }

    private static Field like(Field field, FieldType type, @Nullable Field child) {
        return new Field(
                field.getName(),
                new FieldType(field.isNullable(), type.getType(), null, type.getMetadata()),
                child == null ? null : List.of(child));
    }

    private static ArrowType scalar(Field field, String column) {
        ArrowType type = field.getType();
        return switch (type) {
            case ArrowType.Null _, ArrowType.Utf8 _, ArrowType.LargeUtf8 _, ArrowType.Utf8View _ -> PostgresTypes.TEXT;
            case ArrowType.Bool _ -> type;
            case ArrowType.Int ints -> whole(ints);
            case ArrowType.FloatingPoint floats ->
                floats.getPrecision() == FloatingPointPrecision.DOUBLE
                        ? type
                        : new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case ArrowType.Decimal decimal -> decimal(decimal, column);
            case ArrowType.FixedSizeBinary _ -> TypeNames.isUuid(field) ? type : new ArrowType.Binary();
            case ArrowType.Binary _, ArrowType.LargeBinary _, ArrowType.BinaryView _ -> new ArrowType.Binary();
            case ArrowType.Date _ -> PostgresTypes.DATE;
            case ArrowType.Time _ -> PostgresTypes.TIME;
            case ArrowType.Timestamp stamp ->
                stamp.getTimezone() == null ? PostgresTypes.TIMESTAMP : PostgresTypes.TIMESTAMPTZ;
            case ArrowType.Interval _, ArrowType.Duration _ -> PostgresTypes.INTERVAL;
            default -> throw unfit(field, column);
        };
    }

    private static ArrowType whole(ArrowType.Int ints) {
        int bits = ints.getBitWidth() * (ints.getIsSigned() ? 1 : 2);
        return bits > 64 ? new ArrowType.Decimal(DIGITS_OF_LONG, 0, 128) : new ArrowType.Int(Math.max(16, bits), true);
    }

    private static ArrowType decimal(ArrowType.Decimal decimal, String column) {
        int scale = Math.max(0, decimal.getScale());
        int digits = Math.max(decimal.getPrecision() - Math.min(0, decimal.getScale()), scale);
        if (digits > 76) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "column '%s' has %d digits; cast it to a decimal of at most 76".formatted(column, digits));
        }
        return new ArrowType.Decimal(digits, scale, digits <= DIGITS_128_MAX ? 128 : 256);
    }

    private static Map<String, String> metadata(Field field) {
        if (TypeNames.isUuid(field)) {
            return TypeNames.uuid("").getMetadata();
        }
        if (!isText(field.getType())) {
            return Map.of();
        }
        String mark = field.getMetadata().get(PostgresTypes.TYPE_KEY);
        if (TypeNames.isJson(field)) {
            return Map.of(
                    TypeNames.EXTENSION,
                    String.valueOf(TypeNames.json("").getMetadata().get(TypeNames.EXTENSION)),
                    PostgresTypes.TYPE_KEY,
                    "json".equals(mark) ? "json" : "jsonb");
        }
        return mark == null || !isKnown(mark) ? Map.of() : Map.of(PostgresTypes.TYPE_KEY, mark);
    }

    private static boolean isKnown(String mark) {
        Matcher matcher = MARK.matcher(mark);
        if (!matcher.matches()) {
            return false;
        }
        String rest = matcher.group(3 + 1) == null ? "" : matcher.group(3 + 1);
        return MARKS.contains(matcher.group(1) + rest);
    }

    /// The type a column of a stored field is created with.
    static String sql(Field stored) {
        return switch (stored.getType()) {
            case ArrowType.Bool _ -> "boolean";
            case ArrowType.Int ints ->
                switch (ints.getBitWidth()) {
                    case 16 -> "smallint";
                    case 32 -> "integer";
                    default -> "bigint";
                };
            case ArrowType.FloatingPoint floats ->
                floats.getPrecision() == FloatingPointPrecision.DOUBLE ? "double precision" : "real";
            case ArrowType.Decimal decimal -> "numeric(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
            case ArrowType.Binary _ -> "bytea";
            case ArrowType.FixedSizeBinary _ -> "uuid";
            case ArrowType.Date _ -> "date";
            case ArrowType.Time _ -> "time";
            case ArrowType.Timestamp stamp -> stamp.getTimezone() == null ? "timestamp" : "timestamptz";
            case ArrowType.Interval _ -> "interval";
            case ArrowType.List _ -> sql(stored.getChildren().getFirst()) + "[]";
            default -> text(stored);
        };
    }

    /// The type whose binary form a field's values have, whatever they are marked as: for staging them before a cast.
    static String staging(Field field) {
        return sql(unmarked(stored(field)));
    }

    private static Field unmarked(Field stored) {
        List<Field> children =
                stored.getChildren().stream().map(TargetTypes::unmarked).toList();
        boolean marked = isText(stored.getType());
        return new Field(
                stored.getName(),
                new FieldType(true, stored.getType(), null, marked ? Map.of() : stored.getMetadata()),
                children);
    }

    private static String text(Field stored) {
        if (TypeNames.isJson(stored)) {
            return "json".equals(stored.getMetadata().get(PostgresTypes.TYPE_KEY)) ? "json" : "jsonb";
        }
        return stored.getMetadata().getOrDefault(PostgresTypes.TYPE_KEY, "text");
    }

    /// Whether a column is kept as JSON: structs, maps, and lists of these or of lists.
    static boolean isNested(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Struct || type instanceof ArrowType.Map) {
            return true;
        }
        if (!isList(type)) {
            return false;
        }
        Field item = field.getChildren().getFirst();
        return isList(item.getType()) || isNested(item);
    }

    static boolean isList(ArrowType type) {
        return type instanceof ArrowType.List
                || type instanceof ArrowType.LargeList
                || type instanceof ArrowType.FixedSizeList;
    }

    static boolean isText(ArrowType type) {
        return type instanceof ArrowType.Utf8
                || type instanceof ArrowType.LargeUtf8
                || type instanceof ArrowType.Utf8View
                || type instanceof ArrowType.Null;
    }

    private static DatacookException unfit(Field field, String column) {
        return new DatacookException(
                ErrorCode.SCHEMA_MISMATCH,
                "column '%s' is of type %s, which PostgreSQL has no type for; cast it to string with a cast step"
                        .formatted(column, field.getType()));
    }
}
