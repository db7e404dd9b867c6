package io.datacook.connectors.postgres;

import io.datacook.api.LoadRequest;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// Statements that make a target fit; they change nothing when they are run again.
final class TargetChanges {
    private TargetChanges() {}

    /// @param table with its schema
    /// @param exists whether there is such a table, so that it need not be created
    static List<String> statements(TableName table, LoadRequest request, boolean exists) {
        List<String> statements = new ArrayList<>();
        for (SchemaChange change : request.changes()) {
            switch (change) {
                case SchemaChange.Create(Schema schema) -> {
                    if (!exists) {
                        statements.addAll(create(table, schema, request.mode()));
                    }
                }
                case SchemaChange.AddColumn(Field field) ->
                    statements.add("ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s"
                            .formatted(table.quoted(), quoted(field), type(field)));
                case SchemaChange.Widen(Field from, Field to) ->
                    statements.add(
                            "ALTER TABLE %s ALTER COLUMN %s TYPE %s".formatted(table.quoted(), quoted(from), type(to)));
                case SchemaChange.DropNotNull(Field field) ->
                    statements.add(
                            "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL".formatted(table.quoted(), quoted(field)));
            }
        }
        return statements;
    }

    private static List<String> create(TableName table, Schema schema, WriteMode mode) {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE %s (%s)".formatted(table.quoted(), columns(schema)));
        if (mode instanceof WriteMode.Merge merge) {
            // Makes every later merge an index probe instead of a join with the whole table.
            statements.add("CREATE UNIQUE INDEX ON %s (%s)".formatted(table.quoted(), Merge.list(merge.keys())));
        }
        return statements;
    }

    /// Columns and their types, as a new table has them.
    static String columns(Schema schema) {
        return schema.getFields().stream()
                .map(field -> quoted(field) + " " + type(field) + (field.isNullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
    }

    /// The type a column of a field is created with.
    static String type(Field field) {
        return TargetTypes.sql(TargetTypes.stored(field));
    }

    private static String quoted(Field field) {
        TableName.checkLength("column", field.getName());
        return TableName.quote(field.getName());
    }
}
