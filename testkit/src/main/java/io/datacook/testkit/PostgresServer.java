package io.datacook.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL for tests, from Maven Central's binaries: one server in each JVM, started on first use and stopped
/// when the JVM ends, with a fresh database for whoever asks.
///
/// **Threading:** safe for all threads.
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    /// A new, empty database that nobody else uses; it goes with the server.
    public static Database freshDatabase() {
        Database maintenance = new Database("localhost", Shared.SERVER.getPort(), "postgres", "postgres");
        String name = "test_" + DATABASES.incrementAndGet();
        maintenance.execute("CREATE DATABASE " + name);
        return new Database(maintenance.host(), maintenance.port(), name, maintenance.user());
    }

    /// Where a database is found. Its user is a superuser and needs no password.
    public record Database(String host, int port, String name, String user) {
        /// For connectors' `url` option.
        public String url() {
            return "postgres://" + user + "@" + host + ":" + port + "/" + name;
        }

        /// A connection of the caller's own, in UTC, closed by the caller.
        public Connection connect() throws SQLException {
            Connection connection =
                    DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/" + name, user, "");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'");
            }
            return connection;
        }

        /// Runs statements, each by itself.
        public void execute(String... statements) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            } catch (SQLException broken) {
                throw new AssertionError(broken.getMessage(), broken);
            }
        }

        /// The rows of a query, each value as PostgreSQL spells it, `null` for nulls.
        public List<List<@Nullable String>> query(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        row.add(result.getString(column));
                    }
                    rows.add(row);
                }
                return rows;
            } catch (SQLException broken) {
                throw new AssertionError(broken.getMessage(), broken);
            }
        }

        /// The one value of a query of one row and one column.
        public @Nullable String value(String sql) {
            return query(sql).getFirst().getFirst();
        }
    }

    /// Started when first touched; zonky stops it when the JVM ends.
    private static final class Shared {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("timezone", "America/New_York")
                        .start();
            } catch (IOException broken) {
                throw new UncheckedIOException("the embedded PostgreSQL does not start", broken);
            }
        }
    }
}
