package io.datacook.connectors.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Statements that update a table by key from staged rows.
final class Merge {
    /// The column of a staging table that numbers its rows.
    static final String NUMBER = "_datacook_row";

    private Merge() {}

    /// Rows waiting in a staging table.
    ///
    /// @param target the table they are for, with its schema
    /// @param stage the staging table, quoted
    /// @param columns from the target's column to the value of the staged row `s`, cast where needed
    record Staged(TableName target, String stage, LinkedHashMap<String, String> columns) {}

    /// Statements that leave the last row of each key.
    static List<String> lastOfEachKey(Staged staged, List<String> keys) {
        String same = keys.stream()
                .map(key -> "s.%1$s = later.%1$s".formatted(TableName.quote(key)))
                .collect(Collectors.joining(" AND "));
        return List.of(
                // A temporary table has no statistics of its own accord, and the plan depends on them.
                "ANALYZE " + staged.stage(),
                "DELETE FROM %1$s AS s USING %1$s AS later WHERE %2$s AND s.%3$s < later.%3$s"
                        .formatted(staged.stage(), same, NUMBER));
    }

    /// Statements that merge staged rows, one for each key.
    ///
    /// @param deletedColumn marks rows to be removed, or `null`
    /// @param unique whether the target has a unique index on exactly the keys
    static List<String> apply(Staged staged, List<String> keys, @Nullable String deletedColumn, Uniqueness unique) {
        List<String> statements = new ArrayList<>();
        String target = staged.target().quoted();
        String kept = "";
        if (deletedColumn != null) {
            String deleted = staged.columns().get(deletedColumn);
            kept = " AND (" + deleted + ") IS NOT TRUE";
            statements.add("DELETE FROM %s AS t USING %s AS s WHERE %s AND (%s) IS TRUE"
                    .formatted(target, staged.stage(), match(staged, keys), deleted));
        }
        List<String> values = new ArrayList<>(staged.columns().keySet());
        values.removeAll(keys);
        String insert = "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s AS s WHERE true%s"
                .formatted(
                        target,
                        list(List.copyOf(staged.columns().keySet())),
                        String.join(", ", staged.columns().values()),
                        staged.stage(),
                        kept);
        switch (unique) {
            case BY_INDEX -> statements.add(insert + " ON CONFLICT (" + list(keys) + ") " + onConflict(values));
            case BY_JOIN -> {
                if (!values.isEmpty()) {
                    statements.add("UPDATE %s AS t SET %s FROM %s AS s WHERE %s%s"
                            .formatted(target, assignments(staged, values), staged.stage(), match(staged, keys), kept));
                }
                statements.add(insert
                        + " AND NOT EXISTS (SELECT FROM %s AS t WHERE %s)".formatted(target, match(staged, keys)));
            }
        }
        return statements;
    }

    /// What keeps keys unique in the target.
    enum Uniqueness {
        /// A unique index on exactly the keys.
        BY_INDEX,
        /// Nothing: rows are looked up first.
        BY_JOIN
    }

    private static String onConflict(List<String> values) {
        return values.isEmpty()
                ? "DO NOTHING"
                : "DO UPDATE SET "
                        + values.stream()
                                .map(name -> "%1$s = EXCLUDED.%1$s".formatted(TableName.quote(name)))
                                .collect(Collectors.joining(", "));
    }

    private static String assignments(Staged staged, List<String> values) {
        return values.stream()
                .map(name -> TableName.quote(name) + " = " + staged.columns().get(name))
                .collect(Collectors.joining(", "));
    }

    /// That a row `t` of the target has the key of the staged row `s`.
    static String match(Staged staged, List<String> keys) {
        return keys.stream()
                .map(key ->
                        "t." + TableName.quote(key) + " = " + staged.columns().get(key))
                .collect(Collectors.joining(" AND "));
    }

    /// Quoted names with commas between.
    static String list(List<String> names) {
        return names.stream().map(TableName::quote).collect(Collectors.joining(", "));
    }
}
