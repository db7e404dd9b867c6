package io.datacook.connectors.postgres;

import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Statements that update a table by key from staged rows.
final class Merge {
    /// The column of a staging table that numbers its rows.
    static final String NUMBER = "_datacook_row";

    private static final int MERGE_SINCE = 150_000;

    /// Unique violation, feature not supported, wrong object type.
    private static final Set<String> NOT_BY_MERGE = Set.of("23505", "0A000", "42809");

    private Merge() {}

    /// Rows waiting in a staging table.
    ///
    /// @param target the table they are for, with its schema
    /// @param stage the staging table, quoted
    /// @param columns from the target's column to the value of the staged row `s`, cast where needed
    /// @param types of the target's columns, without length or precision
    record Staged(
            TableName target,
            String stage,
            LinkedHashMap<String, String> columns,
            LinkedHashMap<String, String> types) {}

    /// Leaves the last row of each key.
    static void lastOfEachKey(Session session, Staged staged, List<String> keys) {
        // The transaction's sorts and hash tables: with the server's usual 4 MB they would go through files.
        session.holds("SELECT pg_catalog.set_config('work_mem', '64MB', true) IS NOT NULL "
                + "WHERE pg_catalog.pg_size_bytes(pg_catalog.current_setting('work_mem')) < 67108864");
        // A temporary table has no statistics of its own accord, and the plan depends on them.
        session.execute("ANALYZE " + staged.stage());
        // Looking for a repeated key costs less than half of joining the rows with themselves.
        if (session.holds("SELECT EXISTS (SELECT FROM %s GROUP BY %s HAVING count(*) > 1)"
                .formatted(staged.stage(), list(keys)))) {
            String same = keys.stream()
                    .map(key -> "s.%1$s = later.%1$s".formatted(TableName.quote(key)))
                    .collect(Collectors.joining(" AND "));
            session.execute("DELETE FROM %1$s AS s USING %1$s AS later WHERE %2$s AND s.%3$s < later.%3$s"
                    .formatted(staged.stage(), same, NUMBER));
        }
    }

    /// Merges staged rows, one for each key; rows that are there already, bit for bit, are left alone.
    ///
    /// One `MERGE` where the server has it: half the work of `ON CONFLICT`, which looks every row up by itself. The
    /// other statements are for servers before 15, for foreign tables, and for the case that another session
    /// inserted
    /// one of the keys meanwhile, which only `ON CONFLICT` can settle.
    static void apply(Session session, Staged staged, WriteMode.Merge mode, Uniqueness unique) {
        boolean merged = session.serverVersion() >= MERGE_SINCE
                && session.attempt(statement(staged, mode.keys(), mode.deletedColumn()), NOT_BY_MERGE);
        if (!merged) {
            apart(staged, mode.keys(), mode.deletedColumn(), unique).forEach(session::execute);
        }
    }

    private static String statement(Staged staged, List<String> keys, @Nullable String deletedColumn) {
        List<String> values = new ArrayList<>(staged.columns().keySet());
        values.removeAll(keys);
        StringBuilder sql = new StringBuilder("MERGE INTO %s AS t USING %s AS s ON %s"
                .formatted(staged.target().quoted(), staged.stage(), match(staged, keys)));
        String kept = "";
        if (deletedColumn != null) {
            String deleted = "(" + staged.columns().get(deletedColumn) + ")";
            sql.append(" WHEN MATCHED AND ").append(deleted).append(" IS TRUE THEN DELETE");
            kept = " AND " + deleted + " IS NOT TRUE";
        }
        if (!values.isEmpty()) {
            sql.append(" WHEN MATCHED AND ")
                    .append(differ(staged, values))
                    .append(" THEN UPDATE SET ")
                    .append(assignments(staged, values));
        }
        return sql.append(" WHEN NOT MATCHED")
                .append(kept)
                .append(" THEN INSERT (")
                .append(list(List.copyOf(staged.columns().keySet())))
                .append(") OVERRIDING SYSTEM VALUE VALUES (")
                .append(String.join(", ", staged.columns().values()))
                .append(")")
                .toString();
    }

    /// That a row of the target is not what was staged, whatever the types' own idea of equality is.
    private static String differ(Staged staged, List<String> values) {
        return "pg_catalog.record_image_ne(ROW(%s), ROW(%s))"
                .formatted(
                        values.stream()
                                .map(name -> "t.%s::%s"
                                        .formatted(
                                                TableName.quote(name),
                                                staged.types().get(name)))
                                .collect(Collectors.joining(", ")),
                        values.stream()
                                .map(name -> "(%s)::%s"
                                        .formatted(
                                                staged.columns().get(name),
                                                staged.types().get(name)))
                                .collect(Collectors.joining(", ")));
    }

    /// Statements that merge staged rows, one for each key, without `MERGE`.
    ///
    /// @param deletedColumn marks rows to be removed, or `null`
    /// @param unique whether the target has a unique index on exactly the keys
    static List<String> apart(Staged staged, List<String> keys, @Nullable String deletedColumn, Uniqueness unique) {
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
