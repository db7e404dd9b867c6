package io.datacook.connectors.postgres;

import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Split;
import io.datacook.api.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One table or query: its columns and the statements that read it.
///
/// @param name for users, such as `public.orders` or `query`
/// @param from what stands behind FROM
/// @param table facts of the table, or `null` for a query
record Stream(
        String name,
        String from,
        Map<String, String> options,
        List<Column> columns,
        @Nullable TableInfo table,
        PostgresTypes types) {
    static final String FROM_PAGE = "from_page";
    static final String TO_PAGE = "to_page";

    static Stream of(TableInfo table, PostgresTypes types) {
        String name = table.name().toString();
        return new Stream(name, table.name().quoted(), Map.of("table", name), table.columns(), table, types);
    }

    static Stream ofQuery(String query, List<Column> columns, PostgresTypes types) {
        // The line break keeps a comment at the query's end from swallowing the bracket.
        String from = "(" + query + "\n) AS datacook_query";
        return new Stream("query", from, Map.of("query", query), columns, null, types);
    }

    /// As the engine sees it.
    StreamInfo info() {
        List<Field> fields = columns.stream().map(types::field).toList();
        return new StreamInfo(
                name,
                new TreeMap<>(options),
                new Schema(fields),
                table == null ? List.of() : table.primaryKey(),
                table == null ? -1 : table.rowsEstimate(),
                table == null ? -1 : table.bytes());
    }

    /// The column of a field.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` if it is gone or became another type since it was described
    Column column(Field field) {
        Column column = column(field.getName());
        if (!types.field(column).getType().equals(field.getType())) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "column %s of %s is now %s, which is not what was planned (%s); run again"
                            .formatted(field.getName(), name, column.type().spelled(), field.getType()));
        }
        return column;
    }

    /// The column of a name.
    Column column(String wanted) {
        for (Column column : columns) {
            if (column.name().equals(wanted)) {
                return column;
            }
        }
        throw new DatacookException(
                ErrorCode.SCHEMA_MISMATCH,
                "%s has no column '%s'; it has %s"
                        .formatted(
                                name,
                                wanted,
                                String.join(
                                        ", ", columns.stream().map(Column::name).toList())));
    }

    /// The statement that gives the rows of a split, columns in the given order.
    String copy(List<Column> wanted, @Nullable CursorRange range, Split split) {
        List<String> conditions = new ArrayList<>();
        if (split.fields().containsKey(FROM_PAGE)) {
            conditions.add("ctid >= '(%d,0)'::tid".formatted(Long.parseLong(split.text(FROM_PAGE))));
        }
        if (split.fields().containsKey(TO_PAGE)) {
            conditions.add("ctid < '(%d,0)'::tid".formatted(Long.parseLong(split.text(TO_PAGE))));
        }
        if (range != null) {
            conditions.addAll(within(range));
        }
        List<String> selected = wanted.stream().map(types::select).toList();
        return copy(selected, conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }

    /// The statement that gives the largest value of a column, none if there is no row.
    String copyLargest(Column column) {
        String name = TableName.quote(column.name());
        // Infinity would be the upper bound of everything to come.
        String finite =
                switch (column.type().name()) {
                    case "date", "timestamp", "timestamptz" -> " AND isfinite(" + name + ")";
                    case "numeric", "float4", "float8" -> " AND " + name + " < 'Infinity'";
                    default -> "";
                };
        return copy(
                List.of(types.select(column)),
                " WHERE %s IS NOT NULL%s ORDER BY %s DESC LIMIT 1".formatted(name, finite, name));
    }

    private String copy(List<String> selected, String rest) {
        return "COPY (SELECT " + String.join(", ", selected) + " FROM " + from + rest + ") TO STDOUT (FORMAT binary)";
    }

    private List<String> within(CursorRange range) {
        Column column = column(range.column());
        String name = TableName.quote(column.name());
        List<String> conditions = new ArrayList<>();
        if (range.after() != null) {
            conditions.add(name + " > " + value(range.after(), column));
        }
        if (range.upTo() != null) {
            conditions.add(name + " <= " + value(range.upTo(), column));
        }
        if (conditions.isEmpty()) {
            conditions.add(name + " IS NOT NULL");
        }
        return conditions;
    }

    /// Typed like the column, so that the comparison and its index are the column's own.
    private static String value(String text, Column column) {
        return TableName.literal(text) + "::" + column.type().base();
    }
}
