package io.datacook.connectors.duckdb;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells what went wrong from DuckDB's messages, which begin with the kind of error, in sentences users can act on.
final class DuckErrors {
    private static final Pattern LOCKED = Pattern.compile("Conflicting lock is held in (\\S+)(?: \\(PID (\\d+)\\))?");
    private static final Pattern KIND = Pattern.compile("^([A-Z][A-Za-z]*(?: [A-Za-z-]+)*) Error: ");
    private static final Pattern PREFIX = Pattern.compile("^(java\\.sql\\.SQLException|[\\w.]*IOException): ");

    private DuckErrors() {}

    /// @param otherwise the code where the message tells no better one: an unreachable source or destination
    /// @param subject what was being worked on: a file, a table
    static DatacookException translate(Throwable broken, ErrorCode otherwise, String subject) {
        if (broken instanceof DatacookException translated) {
            return translated;
        }
        String message = message(broken);
        Matcher locked = LOCKED.matcher(message);
        if (message.contains("Could not set lock") || locked.find(0)) {
            return new DatacookException(otherwise, subject + ": " + locked(message), broken);
        }
        ErrorCode code = code(message, otherwise);
        String advice = advice(message, code);
        return new DatacookException(
                code, subject + ": " + sentence(message) + (advice.isEmpty() ? "" : "; " + advice), broken);
    }

    private static String locked(String message) {
        Matcher holder = LOCKED.matcher(message);
        String who = holder.find()
                ? "by " + holder.group(1) + (holder.group(2) == null ? "" : ", process " + holder.group(2))
                : "by another process";
        return "the file is in use " + who + ", and DuckDB lets one process write a file while no other has it open; "
                + "close it there and run again";
    }

    private static ErrorCode code(String message, ErrorCode otherwise) {
        if (message.contains("No space left") || message.startsWith("Out of Memory Error")) {
            return ErrorCode.RESOURCE_EXHAUSTED;
        }
        if (message.contains("not a valid DuckDB database") || message.contains("Is a directory")) {
            return ErrorCode.RECIPE_UNSUPPORTED;
        }
        if (message.contains("Permission denied") || message.contains("Read-only file system")) {
            return ErrorCode.ACCESS_DENIED;
        }
        if (message.startsWith("IO Error") && message.contains("does not exist")) {
            return ErrorCode.STREAM_MISSING;
        }
        return switch (kind(message)) {
            case "Conversion", "Out of Range", "Constraint" -> ErrorCode.DATA_INVALID;
            case "Parser", "Binder", "Catalog", "Syntax", "Permission", "Not implemented" ->
                ErrorCode.RECIPE_UNSUPPORTED;
            case "INTERNAL", "FATAL" -> ErrorCode.INTERNAL;
            default -> otherwise;
        };
    }

    private static String advice(String message, ErrorCode code) {
        if (message.startsWith("Out of Memory Error")) {
            return "raise memory_limit, or give the step less at once";
        }
        if (message.contains("not a valid DuckDB database")) {
            return "check `path`; a file of another kind has its own connector";
        }
        return switch (code) {
            case RESOURCE_EXHAUSTED -> "make room on the disk";
            case STREAM_MISSING -> "check `path`; relative paths start at the recipe's folder";
            case ACCESS_DENIED -> "check who may write the file and its folder";
            default -> "";
        };
    }

    /// `Binder`, `Conversion`, …, or an empty text.
    static String kind(String message) {
        Matcher kind = KIND.matcher(message);
        return kind.find() ? kind.group(1) : "";
    }

    /// DuckDB's own words without the kind and without what follows the first line.
    static String sentence(String message) {
        String line = message.lines().findFirst().orElse("DuckDB gave no reason");
        return KIND.matcher(line).replaceFirst("");
    }

    /// The whole message, without Java's wrapping.
    static String message(Throwable broken) {
        String message = broken.getMessage();
        if (message == null) {
            return String.valueOf(broken);
        }
        Throwable cause = broken.getCause();
        if (cause instanceof SQLException && cause.getMessage() != null) {
            message = cause.getMessage();
        }
        return PREFIX.matcher(message).replaceFirst("");
    }

    /// Whether a statement's error came too late for the driver to tell it.
    static boolean isUntold(Throwable broken) {
        return message(broken).contains("Invalid result set");
    }
}
