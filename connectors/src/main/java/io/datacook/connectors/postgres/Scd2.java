package io.datacook.connectors.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Keeps the history of rows by key: a changed row ends its current version and begins a new one.
///
/// Rows that no longer come in stay current. Where one epoch brings a key several times, the last one counts.
final class Scd2 {
    static final String FROM = "_datacook_valid_from";
    static final String TO = "_datacook_valid_to";

    private Scd2() {}

    /// Whether a column is kept for the history and not part of the rows.
    static boolean isOwn(String column) {
        return column.equals(FROM) || column.equals(TO);
    }

    /// Statements that give a table its history; rows that are there were current since the year 1.
    static List<String> prepare(TableName table, List<String> keys) {
        String quoted = table.quoted();
        return List.of(
                "ALTER TABLE " + quoted + " ADD COLUMN IF NOT EXISTS " + FROM
                        + " timestamptz NOT NULL DEFAULT '0001-01-01 00:00:00+00', ADD COLUMN IF NOT EXISTS " + TO
                        + " timestamptz",
                "ALTER TABLE " + quoted + " ALTER COLUMN " + FROM + " DROP DEFAULT",
                "CREATE INDEX IF NOT EXISTS " + TableName.quote(indexName(table)) + " ON " + quoted + " ("
                        + Merge.list(keys) + ") WHERE " + TO + " IS NULL");
    }

    private static String indexName(TableName table) {
        String name = table.table();
        return "_datacook_current_" + Integer.toHexString(name.hashCode());
    }

    /// Statements that bring staged rows, one for each key, into the history.
    ///
    /// @param jsonColumns names of columns whose type has no equality, compared as texts
    static List<String> apply(Merge.Staged staged, List<String> keys, List<String> jsonColumns, Instant now) {
        String moment = "'" + now + "'::timestamptz";
        String target = staged.target().quoted();
        String match = Merge.match(staged, keys) + " AND t." + TO + " IS NULL";
        List<String> values = new ArrayList<>(staged.columns().keySet());
        values.removeAll(keys);
        String changed = values.isEmpty()
                ? "false"
                : values.stream()
                        .map(name -> differs(staged, name, jsonColumns.contains(name)))
                        .collect(Collectors.joining(" OR "));
        List<String> statements = new ArrayList<>();
        statements.add("UPDATE %s AS t SET %s = greatest(t.%s, %s) FROM %s AS s WHERE %s AND (%s)"
                .formatted(target, TO, FROM, moment, staged.stage(), match, changed));
        statements.add(
                "INSERT INTO %s (%s, %s) SELECT %s, %s FROM %s AS s WHERE NOT EXISTS (SELECT FROM %s AS t WHERE %s)"
                        .formatted(
                                target,
                                Merge.list(List.copyOf(staged.columns().keySet())),
                                FROM,
                                String.join(", ", staged.columns().values()),
                                moment,
                                staged.stage(),
                                target,
                                match));
        return statements;
    }

    private static String differs(Merge.Staged staged, String name, boolean asText) {
        String cast = asText ? "::text" : "";
        return "t.%s%s IS DISTINCT FROM (%s)%s"
                .formatted(TableName.quote(name), cast, staged.columns().get(name), cast);
    }
}
