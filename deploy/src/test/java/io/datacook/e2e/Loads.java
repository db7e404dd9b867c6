package io.datacook.e2e;

import java.time.Duration;

/// The recipes that the tests load, and what must have arrived.
final class Loads {
    /// Rows of the CSV files.
    static final int ROWS = 6_000;

    private static final int FILES = 3;
    private static final Duration SEED_LIMIT = Duration.ofMinutes(2);

    private Loads() {}

    /// Puts CSV files on the namespace's volume. Not a ConfigMap's: each pod sees those with the time of its own start,
    /// and a file of another time is another file.
    static void items(Space space) {
        space.apply(files());
        space.apply("""
                apiVersion: v1
                kind: Pod
                metadata: { name: seed, labels: { app.kubernetes.io/name: seed } }
                spec:
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 65532
                    fsGroup: 65532
                    seccompProfile: { type: RuntimeDefault }
                  volumes:
                    - { name: in, configMap: { name: items } }
                    - { name: files, persistentVolumeClaim: { claimName: files } }
                  containers:
                    - name: seed
                      image: localhost/datacook/e2e-postgres:17
                      command: [/bin/sh, -euc]
                      args:
                        - |
                          for part in /in/*.csv; do
                            while IFS= read -r line; do echo "$line"; done <"$part" >"/files/${part##*/}"
                          done
                      volumeMounts:
                        - { name: in, mountPath: /in, readOnly: true }
                        - { name: files, mountPath: /files }
                      securityContext:
                        allowPrivilegeEscalation: false
                        capabilities: { drop: [ALL] }
                """);
        Patience.until(() -> "the files are there; " + Diagnosis.of(space), SEED_LIMIT, () -> space.ended("seed"));
    }

    private static String files() {
        StringBuilder yaml = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: items }\ndata:\n");
        for (int file = 0; file < FILES; file++) {
            yaml.append("  part-%d.csv: |\n    id,name,amount\n".formatted(file));
            for (int row = 0; row < ROWS / FILES; row++) {
                int id = file * (ROWS / FILES) + row;
                yaml.append("    %d,name %d,%d.25%n".formatted(id, id % 97, id));
            }
        }
        return yaml.toString();
    }

    /// The target of [#csvToPostgres].
    ///
    /// @param pause how long PostgreSQL takes for each row, so that there is time to kill
    static void target(Sql sql, Duration pause) {
        sql.execute("CREATE TABLE items (id bigint, name text, amount numeric(12,2))");
        if (!pause.isZero()) {
            dawdle(sql, "items", pause);
        }
    }

    /// Has PostgreSQL take its time for each row of a table.
    static void dawdle(Sql sql, String table, Duration pause) {
        sql.execute("""
                CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_sleep(%s); RETURN NEW; END $$
                """.formatted(pause.toNanos() / 1e9));
        sql.execute(
                "CREATE TRIGGER dawdle BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION dawdle()".formatted(table));
    }

    /// Many small epochs: 60 of 100 rows, for the time until one is committed again shall tell of the recovery and not
    /// of the epoch's own length.
    static String csvToPostgres(Layout layout) {
        return csvToPostgres(layout, Images.chosen());
    }

    /// The same in pods of these images.
    static String csvToPostgres(Layout layout, Images images) {
        return """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: items }
                spec:
                  source: { type: csv, path: "/data/*.csv" }
                  transform:
                    steps:
                      - { type: cast, columns: { id: bigint, amount: "decimal(12,2)" } }
                  destination: { type: postgres, connId: warehouse, table: public.items, writeMode: append }
                  runtime: { batchSize: 100, parallelism: 1, retryDelay: 1s, checkpoint: { rowsMax: 100 } }
                  execution:
                    layout: %s
                    runtime: %s
                    nodeLostTimeout: 10s
                    terminationGracePeriodSeconds: 20
                %s    stages:
                %s""".formatted(
                        layout.text(), images.runtime(), volume("mountPath: /data, readOnly: true"), writerFault());
    }

    /// PostgreSQL's table `orders` to Parquet on the namespace's volume.
    static String postgresToParquet(Layout layout, Images images) {
        return """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: orders }
                spec:
                  source: { type: postgres, connId: warehouse, table: public.orders }
                  destination: { type: parquet, path: /files/orders, writeMode: replace }
                  runtime: { parallelism: 1 }
                  execution:
                    layout: %s
                    runtime: %s
                    terminationGracePeriodSeconds: 20
                %s    stages:
                %s""".formatted(layout.text(), images.runtime(), volume("mountPath: /files"), writerFault());
    }

    /// The bucket that `lake` names, with a prefix of this namespace's own.
    static String bucket(Space space) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: { name: lake }
                stringData: { id: datacook, key: datacook-secret }
                ---
                apiVersion: datacook.dev/v1alpha1
                kind: Connection
                metadata: { name: lake }
                spec:
                  type: parquet
                  config: { path: "s3://lake/%s", endpoint: "http://object-store.datacook-system.svc:8333" }
                  secretKeys:
                    accessKeyId: { name: lake, key: id }
                    secretAccessKey: { name: lake, key: key }
                """.formatted(space.name());
    }

    /// PostgreSQL's table `orders` to Parquet in the bucket, in epochs of 8,000 rows.
    static String postgresToBucket(Layout layout, Images images) {
        return """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: orders }
                spec:
                  source: { type: postgres, connId: warehouse, table: public.orders }
                  destination: { connId: lake, writeMode: append }
                  runtime: { batchSize: 2000, parallelism: 1, checkpoint: { rowsMax: 8000 } }
                  execution:
                    layout: %s
                    runtime: %s
                    terminationGracePeriodSeconds: 20
                    stages:
                %s""".formatted(layout.text(), images.runtime(), writerFault());
    }

    /// The bucket's Parquet back into the table `orders_back`.
    static String bucketToPostgres() {
        return """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: back }
                spec:
                  source: { connId: lake }
                  destination: { type: postgres, connId: warehouse, table: public.orders_back, writeMode: append }
                  execution: { layout: Process }
                """;
    }

    /// The Parquet files back into the table `orders_back`: the files are checked by reading them.
    static String parquetToPostgres() {
        return """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: back }
                spec:
                  source: { type: parquet, path: /files/orders }
                  destination: { type: postgres, connId: warehouse, table: public.orders_back, writeMode: append }
                  execution:
                    layout: Process
                %s""".formatted(volume("mountPath: /files"));
    }

    /// The namespace's volume in the pods of a recipe, below `execution:`.
    ///
    /// @param mount where, and how
    static String volume(String mount) {
        return """
                podTemplate:
                  spec:
                    volumes:
                      - { name: files, persistentVolumeClaim: { claimName: files } }
                    containers:
                      - name: main
                        volumeMounts: [{ name: files, %s }]
                """.indent(4).formatted(mount);
    }

    /// A writer that dies where the ConfigMap `faults` says, as long as there is one.
    private static String writerFault() {
        return """
                      writer:
                        podTemplate:
                          spec:
                            containers:
                              - name: main
                                env:
                                  - name: DATACOOK_FAULT
                                    valueFrom: { configMapKeyRef: { name: faults, key: writer, optional: true } }
                """.indent(0).replaceAll("(?m)^ {6}", "      ");
    }

    /// The source of [#postgresToParquet].
    static void orders(Sql sql, int rows) {
        sql.execute("""
                CREATE TABLE orders AS
                SELECT id::bigint, 'customer ' || id %% 97 AS customer, (id * 1.25)::numeric(12,2) AS amount,
                  timestamp '2026-01-01' + id * interval '1 minute' AS ordered_at
                FROM generate_series(1, %d) AS id
                """.formatted(rows));
    }

    /// Whether the CSV rows are there, each once: empty, or what is wrong.
    static String missing(Sql sql) {
        return sql.value("""
                SELECT CASE WHEN count(*) = %1$d AND count(DISTINCT id) = %1$d AND sum(amount) = sum(id) + %1$d * 0.25
                  AND bool_and(name = 'name ' || id %% 97) THEN ''
                  ELSE count(*) || ' rows, ' || count(DISTINCT id) || ' distinct, instead of %1$d' END FROM items
                """.formatted(ROWS));
    }

    /// How many rows of `orders` and `orders_back` the other one lacks, counted with repetitions.
    static long differences(Sql sql) {
        return sql.number("""
                SELECT (SELECT count(*) FROM (TABLE orders EXCEPT ALL TABLE orders_back) AS lost)
                  + (SELECT count(*) FROM (TABLE orders_back EXCEPT ALL TABLE orders) AS doubled)
                """);
    }
}
