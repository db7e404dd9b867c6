package io.datacook.e2e;

import java.time.Duration;

/// The recipes that never end, and what must have arrived: what is in the table `events` comes to `arrived`.
final class Streams {
    /// What is there before the recipe is. With [#DAWDLE] it keeps the writer busy for a while, in epochs of 500 rows.
    static final int BACKLOG = 3_000;

    private static final int FED_AT_ONCE = 5;
    private static final Duration DAWDLE = Duration.ofMillis(2);

    private Streams() {}

    /// Source and target, and rows that wait.
    static void tables(Sql sql) {
        sql.execute("CREATE TABLE events (id bigserial PRIMARY KEY, name text, amount numeric(12,2))");
        sql.execute("CREATE TABLE arrived (id bigint, name text, amount numeric(12,2))");
        insert(sql, BACKLOG);
    }

    /// Has PostgreSQL take its time for each row, so that there is always an epoch to be cut.
    static void dawdle(Sql sql) {
        Loads.dawdle(sql, "arrived", DAWDLE);
    }

    /// More rows, in one transaction.
    static void insert(Sql sql, int rows) {
        sql.execute("""
                INSERT INTO events (name, amount)
                SELECT 'name ' || i %% 97, i * 1.25 FROM generate_series(1, %d) AS i
                """.formatted(rows));
    }

    /// Puts rows into `events`, some ten times a second, until it is closed: one transaction after the other, so
    /// that ids grow in the order of commits, as a cursor wants it.
    ///
    /// @param sql a connection of its own
    static Repetition feed(Sql sql) {
        return Repetition.of("rows are fed", sql, () -> {
            insert(sql, FED_AT_ONCE);
            return false;
        });
    }

    /// PostgreSQL to PostgreSQL.
    static String toPostgres(Layout layout) {
        return recipe(layout, "{ type: postgres, connId: warehouse, table: public.arrived, writeMode: append }", "");
    }

    /// PostgreSQL to Parquet on the namespace's volume.
    static String toParquet(Layout layout) {
        return recipe(
                layout,
                "{ type: parquet, path: /files/arrived, writeMode: append }",
                Loads.volume("mountPath: /files"));
    }

    /// The Parquet files into the table `arrived`.
    static String back() {
        return """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: back }
                spec:
                  source: { type: parquet, path: /files/arrived }
                  destination: { type: postgres, connId: warehouse, table: public.arrived, writeMode: append }
                  execution:
                    layout: Process
                %s""".formatted(Loads.volume("mountPath: /files"));
    }

    private static String recipe(Layout layout, String destination, String pods) {
        return """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: events }
                spec:
                  mode: Streaming
                  source:
                    type: postgres
                    connId: warehouse
                    table: public.events
                    incremental: { strategy: cursor, cursorColumn: id }
                  destination: %s
                  runtime: { batchSize: 100, parallelism: 1, retryDelay: 1s, checkpoint: { rowsMax: 500 } }
                  execution:
                    layout: %s
                    nodeLostTimeout: 10s
                    terminationGracePeriodSeconds: 20
                %s""".formatted(destination, layout.text(), pods);
    }

    /// How many rows have arrived, or are about to be seen as such.
    static long arrived(Sql sql) {
        return sql.number("SELECT count(*) FROM arrived");
    }

    /// Whether what arrived is all there was up to the latest row of it, each once: empty, or what is wrong. The rows
    /// after it have not been read yet.
    static String wrong(Sql sql) {
        return sql.value("""
                WITH due AS (SELECT * FROM events WHERE id <= (SELECT max(id) FROM arrived)),
                  lost AS (TABLE due EXCEPT ALL TABLE arrived),
                  extra AS (TABLE arrived EXCEPT ALL TABLE due)
                SELECT CASE WHEN lost = 0 AND extra = 0 AND there > 0 THEN ''
                  ELSE lost || ' rows lost and ' || extra || ' too many of ' || there END
                FROM (SELECT (SELECT count(*) FROM lost) AS lost, (SELECT count(*) FROM extra) AS extra,
                  (SELECT count(*) FROM due) AS there) AS counts
                """);
    }
}
