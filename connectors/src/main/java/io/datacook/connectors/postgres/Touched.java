package io.datacook.connectors.postgres;

import io.datacook.api.LoadRequest;
import io.datacook.api.VisibleKeys;
import io.datacook.api.WriteMode;
import java.util.List;
import java.util.stream.Collectors;

/// The keys that one window brought, beside the target: what the receipt of a load by key is made from.
///
/// Each epoch adds its rows' keys in its own transaction, so the list is as complete as the rows are. Methods work
/// inside the caller's transaction.
///
/// @param target with its schema
/// @param table of the keys, with its schema
/// @param prefix how the names of all such tables of this stream and target begin
/// @param keys columns that identify a row
record Touched(TableName target, TableName table, String prefix, List<String> keys) {
    private static final String ORDER = "_datacook_row";
    private static final String GONE = "_datacook_gone";

    static Touched of(TableName target, LoadRequest request) {
        String stream = request.recipe() + "\n" + request.stream() + "\n" + target;
        String prefix = "_datacook_keys_" + Shadow.hash(stream) + "_";
        TableName table = new TableName(target.schema(), prefix + Shadow.hash(request.window()));
        return new Touched(target, table, prefix, Landing.keys(request.mode()));
    }

    /// Creates it where it is absent.
    void create(Session session) {
        if (!Shadow.exists(session, table)) {
            session.execute("CREATE TABLE %s AS SELECT 0::bigint AS %s, false AS %s, %s FROM %s WITH NO DATA"
                    .formatted(table.quoted(), ORDER, GONE, Merge.list(keys), target.quoted()));
            session.execute(("ALTER TABLE %1$s ALTER COLUMN %2$s SET NOT NULL, "
                            + "ALTER COLUMN %2$s ADD GENERATED ALWAYS AS IDENTITY")
                    .formatted(table.quoted(), ORDER));
        }
    }

    /// The statement that adds the keys of staged rows, in their order, before any of them gives way to another.
    String add(Merge.Staged staged, WriteMode mode) {
        String deleted = mode instanceof WriteMode.Merge merge ? merge.deletedColumn() : null;
        return "INSERT INTO %s (%s, %s) SELECT %s, %s FROM %s AS s ORDER BY s.%s"
                .formatted(
                        table.quoted(),
                        GONE,
                        Merge.list(keys),
                        deleted == null ? "false" : "(" + staged.columns().get(deleted) + ") IS TRUE",
                        keys.stream().map(staged.columns()::get).collect(Collectors.joining(", ")),
                        staged.stage(),
                        Merge.NUMBER);
    }

    /// How many rows came, and how many keys are to be found in the target.
    VisibleKeys count(Session session) {
        // without statistics the server would look the rows up one by one
        session.execute("ANALYZE " + table.quoted());
        VisibleKeys plain = one(
                session,
                "SELECT (SELECT count(*) FROM %2$s), (SELECT count(*) FROM (SELECT DISTINCT %1$s FROM %2$s) AS d), "
                        + "EXISTS (SELECT FROM %2$s WHERE %3$s)");
        if (plain.live() >= 0) {
            return plain;
        }
        return one(
                session,
                "SELECT (SELECT count(*) FROM %2$s), count(*) FILTER (WHERE NOT %3$s), false FROM "
                        + "(SELECT DISTINCT ON (%1$s) %3$s FROM %2$s ORDER BY %1$s, %4$s DESC) AS last");
    }

    /// Asks once.
    ///
    /// @return without a number of keys if some are deletions
    private VisibleKeys one(Session session, String query) {
        return session.query(
                        query.formatted(Merge.list(keys), table.quoted(), GONE, ORDER),
                        row -> new VisibleKeys(row.getLong(1), row.getBoolean(3) ? -1 : row.getLong(2)))
                .getFirst();
    }

    /// That a row `t` of the target has one of the keys.
    String matches() {
        return "EXISTS (SELECT FROM %s AS k WHERE %s)"
                .formatted(
                        table.quoted(),
                        keys.stream()
                                .map(TableName::quote)
                                .map(key -> "k." + key + " = t." + key)
                                .collect(Collectors.joining(" AND ")));
    }
}
