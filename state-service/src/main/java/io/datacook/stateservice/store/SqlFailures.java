package io.datacook.stateservice.store;

import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What a failed statement means: surely undone, or unknown.
final class SqlFailures {
    private SqlFailures() {}

    /// A failed query, or work that may be repeated.
    static Refused reading(SQLException failed) {
        return isOurFault(failed)
                ? new Refused(Failure.FAULT, "the database refused a statement: " + describe(failed), failed)
                : new Refused(Failure.UNREACHABLE, describe(failed), failed);
    }

    /// A failed change that was its own transaction. An error that the server reports undoes it. Where the connection
    /// broke, or the server says that it is going down, the commit may have happened before.
    static Refused changing(SQLException failed) {
        String state = failed.getSQLState();
        boolean unknown = state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("XX");
        return unknown
                ? new Refused(
                        Failure.COMMIT_UNKNOWN,
                        "the connection to the database was lost while it stored (%s); read again to know"
                                .formatted(describe(failed)),
                        failed)
                : reading(failed);
    }

    /// The driver's message on one line, with its state; it holds no values of the statement.
    static String describe(SQLException failed) {
        String message = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
        return failed.getSQLState() == null ? message : message + " [" + failed.getSQLState() + "]";
    }

    /// Whether the statement itself is wrong: syntax and names (42), values (22), constraints (23).
    private static boolean isOurFault(SQLException failed) {
        @Nullable String state = failed.getSQLState();
        return state != null && (state.startsWith("42") || state.startsWith("22") || state.startsWith("23"));
    }
}
