package io.datacook.connectors.duckdb;

/// A table by schema and name.
///
/// @param schema such as `main`
/// @param table the name in it
record TableName(String schema, String table) {
    private static final String SCHEMA_DEFAULT = "main";

    /// `orders` in schema `main`, or `sales.orders`; what stands before the first point is the schema.
    static TableName parse(String text) {
        int point = text.indexOf('.');
        return point <= 0 || point == text.length() - 1
                ? new TableName(SCHEMA_DEFAULT, text)
                : new TableName(text.substring(0, point), text.substring(point + 1));
    }

    /// Another table of the same schema.
    TableName beside(String other) {
        return new TableName(schema, other);
    }

    /// In quotes, for statements.
    String sql() {
        return Sql.name(schema) + "." + Sql.name(table);
    }

    /// As recipes spell it.
    String text() {
        return schema.equals(SCHEMA_DEFAULT) ? table : schema + "." + table;
    }
}
