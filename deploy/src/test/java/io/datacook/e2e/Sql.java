package io.datacook.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL in the cluster, reached by a forwarded port. It survives restarts of the server's pod.
///
/// **Threading:** one thread at a time. **Closing:** by its owner; databases stay.
final class Sql implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final String database;
    private @Nullable LocalPortForward port;
    private @Nullable Connection connection;

    private Sql(Cluster cluster, String database) {
        this.cluster = cluster;
        this.database = database;
    }

    /// A fresh, empty database.
    static Sql fresh(Cluster cluster, String database) {
        try (Sql maintenance = new Sql(cluster, "datacook")) {
            maintenance.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
            maintenance.execute("CREATE DATABASE " + database);
        }
        return new Sql(cluster, database);
    }

    String database() {
        return database;
    }

    /// Another connection to the same database, for another thread.
    Sql another() {
        return new Sql(cluster, database);
    }

    /// Runs one statement; tried again while the server is away.
    void execute(String sql) {
        retried(statement -> {
            statement.execute(sql);
            return "";
        });
    }

    /// The one value of a query, as PostgreSQL spells it.
    String value(String sql) {
        return retried(statement -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return String.valueOf(rows.getString(1));
            }
        });
    }

    /// The one whole number of a query.
    long number(String sql) {
        return Long.parseLong(value(sql));
    }

    /// The one whole number of a query, asked once.
    ///
    /// @param otherwise the answer where the server gives none
    long tryNumber(String sql, long otherwise) {
        try (Statement statement = connect().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException away) {
            close();
            return otherwise;
        }
    }

    private String retried(Query query) {
        String[] answer = new String[1];
        String[] failure = {"nothing tried"};
        Patience.until(() -> database + ": " + failure[0], LIMIT, () -> {
            try (Statement statement = connect().createStatement()) {
                answer[0] = query.run(statement);
                return true;
            } catch (SQLException broken) {
                failure[0] = String.valueOf(broken.getMessage());
                boolean away = broken.getSQLState() == null
                        || broken.getSQLState().startsWith("08")
                        || broken.getSQLState().startsWith("57P");
                close();
                if (!away) {
                    throw new AssertionError(broken.getMessage(), broken);
                }
                return false;
            }
        });
        return answer[0];
    }

    private Connection connect() throws SQLException {
        if (connection == null || port == null || !port.isAlive()) {
            close();
            Pod pod = cluster.pods(Cluster.SYSTEM, Cluster.POSTGRES).stream()
                    .filter(Cluster::isReady)
                    .findFirst()
                    .orElseThrow(() -> new SQLException("no PostgreSQL pod is ready", "08001"));
            port = cluster.client().pods().resource(pod).portForward(5432);
            connection = DriverManager.getConnection(
                    "jdbc:postgresql://localhost:" + port.getLocalPort() + "/" + database, "datacook", "datacook");
        }
        return connection;
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
            if (port != null) {
                port.close();
            }
        } catch (SQLException gone) {
            // The server went first; there is nothing left to close.
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        connection = null;
        port = null;
    }

    @FunctionalInterface
    private interface Query {
        String run(Statement statement) throws SQLException;
    }
}
