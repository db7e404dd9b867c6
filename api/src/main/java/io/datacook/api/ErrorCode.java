package io.datacook.api;

/// Every way Datacook can fail. Numbers are never reused; a retired one stays as a comment.
public enum ErrorCode {
    /// The recipe breaks a rule of the language.
    RECIPE_INVALID(101, ErrorKind.USER),
    /// A `type:` no connector or step answers to.
    CONNECTOR_UNKNOWN(102, ErrorKind.USER),
    /// Two parts of a recipe do not fit, such as `merge` into a file.
    RECIPE_UNSUPPORTED(103, ErrorKind.USER),
    /// A file, table or stream that the recipe names does not exist.
    STREAM_MISSING(104, ErrorKind.USER),
    /// An environment variable, secret file or connection that the recipe refers to is missing.
    REFERENCE_MISSING(105, ErrorKind.USER),
    /// The command line itself is wrong.
    USAGE(106, ErrorKind.USER),
    /// The source cannot be reached, or the connection broke.
    SOURCE_UNREACHABLE(201, ErrorKind.EXTERNAL),
    /// The destination cannot be reached, or the connection broke.
    DESTINATION_UNREACHABLE(202, ErrorKind.EXTERNAL),
    /// The state backend cannot be reached, or the connection broke.
    STATE_UNREACHABLE(203, ErrorKind.EXTERNAL),
    /// The system answered and refused: wrong password, missing privilege.
    ACCESS_DENIED(204, ErrorKind.USER),
    /// The pod to the left cannot be reached, or the connection to it broke.
    LINK_BROKEN(205, ErrorKind.EXTERNAL),
    /// Memory, disk space or open files ran out.
    RESOURCE_EXHAUSTED(301, ErrorKind.RESOURCES),
    /// Nobody knows whether a commit took effect: clean-up is forbidden, the next run asks the destination.
    COMMIT_UNKNOWN(401, ErrorKind.EXTERNAL),
    /// Another run took over this split; what this one staged is garbage.
    FENCED(402, ErrorKind.EXTERNAL),
    /// Another run holds this recipe's state.
    STATE_LOCKED(403, ErrorKind.USER),
    /// The state is damaged or from a newer release.
    STATE_INVALID(404, ErrorKind.USER),
    /// What was read and what is visible at the destination differ.
    RECEIPT_MISMATCH(405, ErrorKind.INTERNAL),
    /// A row or cell does not fit its type or breaks a check.
    DATA_INVALID(501, ErrorKind.USER),
    /// The source's columns or types do not fit the contract or the target.
    SCHEMA_MISMATCH(502, ErrorKind.USER),
    /// A fault of Datacook.
    INTERNAL(901, ErrorKind.INTERNAL);

    private final int number;
    private final ErrorKind kind;

    ErrorCode(int number, ErrorKind kind) {
        this.number = number;
        this.kind = kind;
    }

    /// The number behind `DC`, such as 101.
    public int number() {
        return number;
    }

    /// Who can mend it.
    public ErrorKind kind() {
        return kind;
    }

    /// Whether the engine may try again by itself.
    public boolean retryable() {
        return kind == ErrorKind.EXTERNAL && this != COMMIT_UNKNOWN && this != FENCED;
    }

    /// `DC101`.
    @Override
    public String toString() {
        return "DC" + number;
    }
}
