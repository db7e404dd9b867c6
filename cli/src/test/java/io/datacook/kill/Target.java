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
    PARQUET(List.of("append", "replace")) {
        @Override
        String destination(String mode, PostgresServer.Database database) {
            return "{ type: parquet, path: out, write_mode: %s }".formatted(mode);
        }

        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            return Files.exists(folder.resolve("out"))
                    ? duckdb("jdbc:duckdb:", "read_parquet('%s/out/*.parquet')".formatted(folder))
                    : Rows.NONE;
        }
    },
    /// Staged files of another format.
    CSV(List.of("append", "replace")) {
        @Override
        String destination(String mode, PostgresServer.Database database) {
            return "{ type: csv, path: out, write_mode: %s }".formatted(mode);
        }

        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            return Files.exists(folder.resolve("out"))
                    ? duckdb("jdbc:duckdb:", "read_csv('%s/out/*.csv', header = true)".formatted(folder))
                    : Rows.NONE;
        }
    },
    /// Uploads into a bucket that are completed to publish them.
    PARQUET_S3(List.of("append", "replace")) {
        @Override
        String destination(String mode, PostgresServer.Database database) {
            return "{ type: parquet, %s, write_mode: %s }".formatted(Buckets.KILL.options(database.name()), mode);
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
    PARQUET_FILE(List.of("append", "replace")) {
        @Override
        String destination(String mode, PostgresServer.Database database) {
            return "{ type: parquet, path: out/one.parquet, write_mode: %s }".formatted(mode);
        }

        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            return Files.exists(folder.resolve("out/one.parquet"))
                    ? duckdb("jdbc:duckdb:", "read_parquet('%s/out/one.parquet')".formatted(folder))
                    : Rows.NONE;
        }
    },
    /// Staged files of another format.
    JSON(List.of("append", "replace")) {
        @Override
        String destination(String mode, PostgresServer.Database database) {
            return "{ type: json, path: out, write_mode: %s }".formatted(mode);
        }

        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            return Files.exists(folder.resolve("out"))
                    ? duckdb(
                            "jdbc:duckdb:",
                            "read_json('%s/out/*.ndjson', columns = {id: 'BIGINT', name: 'VARCHAR', amount: 'VARCHAR'})"
                                    .formatted(folder))
                    : Rows.NONE;
        }
    },
    /// A transactional file.
    DUCKDB(List.of("append", "replace", "merge", "scd2")) {
        @Override
        String destination(String mode, PostgresServer.Database database) {
            return "{ type: duckdb, path: out.duckdb, table: items, write_mode: %s%s }".formatted(mode, keys(mode));
        }

        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            return Files.exists(folder.resolve("out.duckdb"))
                    ? duckdb("jdbc:duckdb:" + folder.resolve("out.duckdb"), "items")
                    : Rows.NONE;
        }
    },
    /// A transactional server.
    POSTGRES(List.of("append", "replace", "merge", "scd2")) {
        @Override
        String destination(String mode, PostgresServer.Database database) {
            return "{ type: postgres, url: \"%s\", table: public.items, write_mode: %s%s }"
                    .formatted(database.url(), mode, keys(mode));
        }

        @Override
        Rows read(Path folder, PostgresServer.Database database) throws SQLException {
            try (Connection connection = database.connect()) {
                return rows(connection, "public.items", "hashtext(id || '|' || name || '|' || amount)");
            }
        }
    };

    private final List<String> modes;

    Target(List<String> modes) {
        this.modes = modes;
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
            case PARQUET_FILE, JSON -> List.of();
            case DUCKDB, POSTGRES -> List.of("append", "merge");
        };
    }

    /// The `destination:` of a recipe.
    abstract String destination(String mode, PostgresServer.Database database);

    /// What a reader sees now.
    abstract Rows read(Path folder, PostgresServer.Database database) throws SQLException;

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

    private static String keys(String mode) {
        return mode.equals("merge") || mode.equals("scd2") ? ", merge_keys: [id]" : "";
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
