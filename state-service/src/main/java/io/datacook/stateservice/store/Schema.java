package io.datacook.stateservice.store;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/// The tables themselves, in the schema `datacook_state`.
@Singleton
public final class Schema {
    private final DataSource pool;
    private final Flyway flyway;

    Schema(DataSource pool, Flyway flyway) {
        this.pool = pool;
        this.flyway = flyway;
    }

    /// Tries the database once.
    ///
    /// @return `null` if it answers, else what is wrong, in the driver's words
    public @Nullable String refusal() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(5) ? null : "the connection is not valid";
        } catch (SQLException failed) {
            return SqlFailures.describe(failed);
        }
    }

    /// Brings the tables up to date; replicas that start together take turns.
    ///
    /// @return steps taken
    public int migrate() {
        return flyway.migrate().migrationsExecuted;
    }
}
