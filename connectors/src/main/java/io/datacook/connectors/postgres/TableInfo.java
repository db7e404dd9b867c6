package io.datacook.connectors.postgres;

import java.util.List;

/// A table, view or materialized view as the catalog has it.
///
/// @param name with its schema
/// @param columns in order
/// @param primaryKey names in the key's order, empty if there is none
/// @param rowsEstimate the planner's, or -1 if the table was never analyzed
/// @param bytes of the heap of this table and of its partitions, or -1 for views
/// @param pages of the largest heap among the table and its partitions, or -1 where rows have no page of their own
record TableInfo(
        TableName name, List<Column> columns, List<String> primaryKey, long rowsEstimate, long bytes, long pages) {
    TableInfo {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }
}
