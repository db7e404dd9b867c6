package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Tells what went wrong from the server's SQLSTATE, as codes the engine acts on and sentences users can act on.
final class PostgresErrors {
    private PostgresErrors() {}

    /// Whether no answer came, as opposed to a refusal.
    static boolean connectionLost(SQLException broken) {
        String state = broken.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || broken.getCause() instanceof IOException;
    }

    /// @param subject what was being worked on: a table, or the server while connecting
    static DatacookException translate(SQLException broken, Session.Role role, String subject) {
        String state = broken.getSQLState() == null ? "" : broken.getSQLState();
        ErrorCode code = code(broken, state, role);
        String advice = advice(state, code);
        return new DatacookException(
                code, subject + ": " + sentence(broken) + (advice.isEmpty() ? "" : "; " + advice), broken);
    }

    private static ErrorCode code(SQLException broken, String state, Session.Role role) {
        // Asked first: a deadlock or a full disk is a refusal, but of the moment.
        return switch (state) {
            case "40001", "40P01", "55P03", "53300", "57014", "25P03" -> role.unreachable();
            case "53100", "53200", "54000" -> ErrorCode.RESOURCE_EXHAUSTED;
            case "42501", "25006" -> ErrorCode.ACCESS_DENIED;
            case "42P01", "3D000", "3F000" -> ErrorCode.STREAM_MISSING;
            case "42601", "42883", "42P18" -> ErrorCode.RECIPE_INVALID;
            case "428C9", "42703", "42804", "42846", "42P16", "42701", "0A000", "2BP01" -> ErrorCode.SCHEMA_MISMATCH;
            default -> connectionLost(broken) ? role.unreachable() : ofClass(state, role);
        };
    }

    private static ErrorCode ofClass(String state, Session.Role role) {
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "22", "23" -> ErrorCode.DATA_INVALID;
            case "28" -> ErrorCode.ACCESS_DENIED;
            case "53", "54" -> ErrorCode.RESOURCE_EXHAUSTED;
            case "40", "55", "57", "58" -> role.unreachable();
            case "42" -> ErrorCode.RECIPE_UNSUPPORTED;
            default -> ErrorCode.INTERNAL;
        };
    }

    private static String advice(String state, ErrorCode code) {
        return switch (state) {
            case "28P01", "28000" -> "check user and password, and the server's pg_hba.conf";
            case "42501" -> "grant the privilege, or connect as another user";
            case "3D000" -> "check `database`";
            case "40001", "40P01" -> "another session was in the way; the load can be tried again";
            case "57014" -> "raise statement_timeout if that was too short";
            case "25006" -> "this server or user may only read; connect to the primary";
            case "53100" -> "make room on the server's disk; nothing was changed";
            case "2BP01" -> "drop what depends on it, or take another write mode";
            default ->
                code == ErrorCode.STREAM_MISSING ? "check the name; `datacook discover` lists what there is" : "";
        };
    }

    /// The server's own words with its details, which name column, constraint and value.
    private static String sentence(SQLException broken) {
        ServerErrorMessage server = serverMessage(broken);
        if (server == null || server.getMessage() == null) {
            return String.valueOf(broken.getMessage()).lines().findFirst().orElse("the server gave no reason");
        }
        StringBuilder text = new StringBuilder(server.getMessage());
        append(text, server.getDetail());
        append(text, server.getColumn() == null ? null : "column " + server.getColumn());
        append(text, server.getConstraint() == null ? null : "constraint " + server.getConstraint());
        append(text, server.getWhere() == null ? null : firstLine(server.getWhere()));
        append(text, server.getHint());
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable String part) {
        if (part != null) {
            text.append(" (").append(part).append(')');
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /// What the server said, or `null` if the driver failed by itself.
    static @Nullable ServerErrorMessage serverMessage(SQLException broken) {
        return broken instanceof PSQLException server ? server.getServerErrorMessage() : null;
    }
}
