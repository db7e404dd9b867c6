package io.datacook.kill;

import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/// A destination of the matrix: how its recipe looks and how its rows are read back.
@SuppressWarnings("ImmutableEnumChecker") // lists of List.of are
enum Target {
    /// Staged files.
    PARQUET("{ type: parquet, path: out }", "out", "read_parquet('%s/*.parquet')"),
    /// Staged files of another format.
    CSV("{ type: csv, path: out }", "out", "read_csv('%s/*.csv', header = true)"),
    /// Staged files of another format.
    JSON("{ type: json, path: out }", "out", Target.JSON_COLUMNS.formatted("%s/*.ndjson")),
    /// Uploads into a bucket that are completed to publish them.
    PARQUET_S3("{ type: parquet, %s }", List.of("append", "replace")) {
        @Override
        String place(PostgresServer.Database database) {
            return Buckets.KILL.options(database.name());
        }

        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            Path objects = Buckets.KILL.folder().resolve(database.name());
            return Files.exists(objects)
                    ? duckdb("jdbc:duckdb:", "read_parquet('%s/*.parquet')".formatted(objects))
                    : Rows.NONE;
        }
    },
    /// One staged file, joined when the window ends.
    PARQUET_FILE("{ type: parquet, path: out/one.parquet }", "out/one.parquet", "read_parquet('%s')"),
    /// One staged file, joined when the window ends.
    CSV_FILE("{ type: csv, path: out/one.csv }", "out/one.csv", "read_csv('%s', header = true)"),
    /// One staged file, joined when the window ends.
    JSON_FILE("{ type: json, path: out/one.ndjson }", "out/one.ndjson", Target.JSON_COLUMNS.formatted("%s")),
    /// A transactional file.
    DUCKDB("{ type: duckdb, path: out.duckdb, table: items }", List.of("append", "replace", "merge", "scd2")) {
        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            Path file = folder.resolve("out.duckdb");
            return Files.exists(file) ? duckdb("jdbc:duckdb:" + file, "items") : Rows.NONE;
        }
    },
    /// A transactional server.
    POSTGRES("{ type: postgres, url: \"%s\", table: public.items }", List.of("append", "replace", "merge", "scd2")) {
        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            try (Connection connection = database.connect()) {
                return rows(connection, "public.items", "hashtext(id || '|' || name || '|' || amount)");
            }
        }
    };

    private static final String JSON_COLUMNS =
            "read_json('%s', columns = {id: 'BIGINT', name: 'VARCHAR', amount: 'VARCHAR'})";

    private final String destination;
    private final List<String> modes;
    private final String path;
    private final String relation;

    /// Files: readers see what stands at a path.
    Target(String destination, String path, String relation) {
        this.destination = destination;
        this.modes = List.of("append", "replace");
        this.path = path;
        this.relation = relation;
    }

    /// A database, which knows by itself how it is read.
    Target(String destination, List<String> modes) {
        this.destination = destination;
        this.modes = modes;
        this.path = "";
        this.relation = "";
    }

    /// The write modes it has.
    List<String> modes() {
        return modes;
    }

    /// Those of the short form: one that appends or merges, and replace where files are staged.
    List<String> shortModes() {
        return switch (this) {
            case PARQUET -> List.of("append", "replace");
            case CSV, PARQUET_S3 -> List.of("append");
            case JSON, PARQUET_FILE, CSV_FILE, JSON_FILE -> List.of();
            case DUCKDB, POSTGRES -> List.of("append", "merge");
        };
    }

    /// The `destination:` of a recipe.
    String destination(String mode, PostgresServer.Database database) {
        String keys = mode.equals("merge") || mode.equals("scd2") ? ", merge_keys: [id]" : "";
        String plain = destination.formatted(place(database)).replaceFirst(" }$", "");
        return "%s, write_mode: %s%s }".formatted(plain, mode, keys);
    }

    /// Where it is, for those whose recipe leaves that open.
    String place(PostgresServer.Database database) {
        return database.url();
    }

    /// What a reader sees now.
    Rows read(Path folder, PostgresServer.Database database) throws SQLException {
        Path seen = folder.resolve(path);
        return Files.exists(seen) ? duckdb("jdbc:duckdb:", relation.formatted(seen)) : Rows.NONE;
    }

    /// How many rows there are, how many distinct ids, and a sum over all values that any change of a row changes.
    ///
    /// @param checksum independent of the order of rows
    record Rows(long count, long distinct, String checksum) {
        static final Rows NONE = new Rows(0, 0, "");
    }

    /// Made when first touched.
    private static final class Buckets {
        static final S3Server.Bucket KILL = S3Server.freshBucket();
    }

    private static Rows duckdb(String url, String relation) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return rows(connection, relation, "hash(id::varchar, name, amount::varchar)::hugeint");
        }
    }

    private static Rows rows(Connection connection, String relation, String hash) throws SQLException {
        String query =
                "select count(*), count(distinct id), coalesce(sum(%s)::varchar, '') from %s".formatted(hash, relation);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return new Rows(result.getLong(1), result.getLong(2), result.getString(3));
        } catch (SQLException absent) {
            String message = String.valueOf(absent.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("does not exist") || message.contains("no files found")) {
                return Rows.NONE;
            }
            throw absent;
        }
    }
}
