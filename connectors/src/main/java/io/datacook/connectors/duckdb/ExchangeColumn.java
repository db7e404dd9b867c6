package io.datacook.connectors.duckdb;

import io.datacook.api.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/// One column on its way from DuckDB to Arrow: what it is outside, and the SQL that makes it so.
///
/// DuckDB exports most types as Arrow has them. What Arrow has no type for is cast inside of DuckDB: whole numbers of
/// 128
/// bits to decimal(38,0), unions and variants to JSON documents, bit strings, big numbers, enums and times with a zone
/// to text.
///
/// @param field the column in Arrow
/// @param expression over the column's name
record ExchangeColumn(Field field, String expression) {
    private static final String METADATA = "ARROW:extension:metadata";

    /// How a column of a query's Arrow schema is given out.
    ///
    /// @param exported as DuckDB describes it with `arrow_lossless_conversion`
    static ExchangeColumn of(Field exported) {
        String name = Sql.name(exported.getName());
        if (isUnion(exported) || isVariant(exported)) {
            return new ExchangeColumn(TypeNames.json(exported.getName()), "to_json(" + name + ") AS " + name);
        }
        boolean[] cast = {false};
        Field field = plain(exported, cast);
        String expression = cast[0] ? "CAST(" + name + " AS " + DuckTypes.name(field) + ") AS " + name : name;
        return new ExchangeColumn(field, expression);
    }

    /// The same column, refusing nulls.
    ExchangeColumn notNull() {
        FieldType type = new FieldType(false, field.getType(), null, field.getMetadata());
        return new ExchangeColumn(new Field(field.getName(), type, field.getChildren()), expression);
    }

    /// `"id", CAST("n" AS DECIMAL(38,0)) AS "n"`.
    static String select(List<ExchangeColumn> columns) {
        return columns.stream().map(ExchangeColumn::expression).collect(Collectors.joining(", "));
    }

    /// The columns outside.
    static Schema schema(List<ExchangeColumn> columns) {
        return new Schema(columns.stream().map(ExchangeColumn::field).toList());
    }

    /// Whether a column is exported as bytes instead of bits.
    static boolean isByteBool(Field exported) {
        return "arrow.bool8".equals(exported.getMetadata().get(TypeNames.EXTENSION));
    }

    private static boolean isUnion(Field exported) {
        return exported.getType() instanceof ArrowType.Union;
    }

    private static boolean isVariant(Field exported) {
        return "arrow.parquet.variant".equals(exported.getMetadata().get(TypeNames.EXTENSION));
    }

    private static Field plain(Field exported, boolean[] cast) {
        String extension = exported.getMetadata().getOrDefault(TypeNames.EXTENSION, "");
        if (isByteBool(exported)) {
            return field(exported, ArrowType.Bool.INSTANCE, Map.of(), List.of());
        }
        if (extension.equals("arrow.uuid") || extension.equals("arrow.json")) {
            return field(exported, exported.getType(), Map.of(TypeNames.EXTENSION, extension), List.of());
        }
        if (extension.equals("arrow.opaque")) {
            cast[0] = true;
            String metadata = exported.getMetadata().getOrDefault(METADATA, "");
            ArrowType type = metadata.contains("hugeint\"") ? new ArrowType.Decimal(38, 0, 128) : new ArrowType.Utf8();
            return field(exported, type, Map.of(), List.of());
        }
        if (exported.getDictionary() != null || isUnion(exported) || isVariant(exported)) {
            cast[0] = true;
            return field(exported, new ArrowType.Utf8(), Map.of(), List.of());
        }
        if (exported.getType() instanceof ArrowType.Null) {
            cast[0] = true;
            return field(exported, new ArrowType.Int(32, true), Map.of(), List.of());
        }
        List<Field> children = new ArrayList<>();
        for (Field child : exported.getChildren()) {
            children.add(plain(child, cast));
        }
        return field(exported, exported.getType(), Map.of(), children);
    }

    private static Field field(Field like, ArrowType type, Map<String, String> metadata, List<Field> children) {
        return new Field(like.getName(), new FieldType(like.isNullable(), type, null, metadata), children);
    }
}
