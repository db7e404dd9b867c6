package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.LoadRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The table that gathers the rows of a replacing window until they take the target's place.
///
/// It is an ordinary logged table: an unlogged one would be empty after a crash of the server while the ledger says
/// that its epochs are committed.
///
/// @param table with its schema
/// @param prefix how the names of all such tables of this stream and target begin
record Shadow(TableName target, TableName table, String prefix, ReplaceBy replaceBy, LoadRequest request) {
    private static final int HASH_CHARS = 16;

    static Shadow of(TableName target, ReplaceBy replaceBy, LoadRequest request) {
        String prefix = "_datacook_new_" + hash(request.recipe() + "\n" + request.stream() + "\n" + target) + "_";
        TableName table = new TableName(target.schema(), prefix + hash(request.window()));
        return new Shadow(target, table, prefix, replaceBy, request);
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// Whether it is there.
    boolean exists(Session session) {
        return exists(session, table);
    }

    static boolean exists(Session session, TableName name) {
        return session.holds("SELECT pg_catalog.to_regclass(?) IS NOT NULL", name.quoted());
    }

    /// Creates it, empty, with the columns of the load.
    void create(Session session) {
        if (!exists(session, target)) {
            session.execute("CREATE TABLE %s (%s)".formatted(table.quoted(), TargetChanges.columns(request.schema())));
            return;
        }
        session.execute(
                switch (replaceBy) {
                    // Only the load's columns: the target's defaults and constraints work when rows are moved there.
                    case TRUNCATE ->
                        "CREATE TABLE %s AS SELECT %s FROM %s WITH NO DATA"
                                .formatted(table.quoted(), columns(), target.quoted());
                    case RENAME -> "CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(table.quoted(), target.quoted());
                });
    }

    private String columns() {
        return Merge.list(request.schema().getFields().stream()
                .map(field -> field.getName())
                .toList());
    }

    /// Puts its rows into the target's place. Runs in the caller's transaction.
    void swap(Session session) {
        if (!exists(session, target)) {
            rename(session);
            return;
        }
        switch (replaceBy) {
            case TRUNCATE -> {
                session.execute("TRUNCATE " + target.quoted());
                session.execute("INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %3$s"
                        .formatted(target.quoted(), columns(), table.quoted()));
                session.execute("DROP TABLE " + table.quoted());
            }
            case RENAME -> {
                List<String> grants = grants(session);
                session.execute("DROP TABLE " + target.quoted());
                rename(session);
                indexNames(session).forEach(session::execute);
                grants.forEach(session::execute);
            }
        }
    }

    private void rename(Session session) {
        session.execute("ALTER TABLE %s RENAME TO %s".formatted(table.quoted(), TableName.quote(target.table())));
    }

    /// Statements that name indexes after the target again, as far as they were named after the shadow.
    private List<String> indexNames(Session session) {
        return session.query(
                "SELECT format('ALTER INDEX %I.%I RENAME TO %I', n.nspname, c.relname, "
                        + "replace(c.relname, ?::text, ?::text)) "
                        + "FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid "
                        + "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                        + "WHERE x.indrelid = ?::regclass AND starts_with(c.relname, ?::text)",
                row -> row.getString(1), table.table(), target.table(), target.quoted(), table.table());
    }

    /// Statements that give a table of the target's name the target's owner and privileges.
    private List<String> grants(Session session) {
        List<String> statements = new ArrayList<>();
        statements.addAll(session.query(
                "SELECT format('ALTER TABLE %s OWNER TO %I', ?::text, pg_catalog.pg_get_userbyid(relowner)) "
                        + "FROM pg_catalog.pg_class WHERE oid = ?::regclass AND relowner <> "
                        + "(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)",
                row -> row.getString(1), target.quoted(), target.quoted()));
        statements.addAll(session.query(
                "SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, ?::text, "
                        + "CASE WHEN a.grantee = 0 THEN 'PUBLIC' "
                        + "ELSE quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END, "
                        + "CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) "
                        + "FROM pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) AS a "
                        + "WHERE c.oid = ?::regclass AND a.grantee <> c.relowner",
                row -> row.getString(1), target.quoted(), target.quoted()));
        return statements;
    }

    /// Drops what other windows of this stream left. Runs in a transaction that holds the stream's fence.
    void dropOthers(Session session) {
        dropOthers(session, table, prefix);
    }

    /// The same for any tables whose names begin alike.
    static void dropOthers(Session session, TableName kept, String prefix) {
        List<String> others = session.query(
                "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                        + "WHERE n.nspname = ? AND c.relkind = 'r' AND starts_with(c.relname, ?) AND c.relname <> ?",
                row -> row.getString(1),
                kept.schema(),
                prefix,
                kept.table());
        for (String other : others) {
            session.execute("SAVEPOINT garbage; SET LOCAL lock_timeout = '2s'");
            try {
                session.execute("DROP TABLE IF EXISTS " + new TableName(kept.schema(), other).quoted());
                session.execute("SET LOCAL lock_timeout = 0");
            } catch (DatacookException inUse) {
                // An overtaken run still holds it; the next window tries again.
                session.execute("ROLLBACK TO SAVEPOINT garbage");
            }
        }
    }
}
