package io.datacook.connectors.postgres;

/// A column of a table or query as the catalog has it.
///
/// @param notNull whether the server refuses nulls
record Column(String name, PostgresType type, boolean notNull) {}
