package io.datacook.api;

import java.util.Locale;

/// What follows from an error wherever it is told: to a shell, to Kubernetes, over HTTP, in a condition. This is
/// the one table; `docs/reference/outcomes.md` shows it.
///
/// @param commandExit exit code of the command `datacook`
/// @param podExit exit code of a stage's pod
/// @param httpStatus status of the state service's answer, where HTTP has no word of its own for the case, such as 410
/// @param reason of the condition `Succeeded` of a RecipeRun
public record Consequence(int commandExit, PodExit podExit, int httpStatus, String reason) {
    /// What follows from an error of which only the kind is known.
    public static Consequence of(ErrorKind kind) {
        return switch (kind) {
            case USER -> new Consequence(2, PodExit.USER, 400, "UserError");
            case EXTERNAL -> new Consequence(3, PodExit.AGAIN, 503, "ExternalError");
            case RESOURCES -> new Consequence(4, PodExit.AGAIN, 507, "ResourcesExhausted");
            case INTERNAL -> new Consequence(70, PodExit.FAULT, 500, "InternalError");
        };
    }

    /// What follows from an error.
    public static Consequence of(ErrorCode code) {
        Consequence usual = of(code.kind());
        return switch (code) {
            case ACCESS_DENIED -> usual.withStatus(403);
            case STREAM_MISSING -> usual.withStatus(404);
            case FENCED -> usual.withPod(PodExit.SUPERSEDED).withStatus(412);
            // Whoever holds the state lets go of it, and the next attempt finds out what became of a commit.
            case STATE_LOCKED -> usual.withPod(PodExit.AGAIN).withStatus(409);
            case COMMIT_UNKNOWN -> usual.withStatus(502);
            case RECEIPT_MISMATCH -> usual.withCommand(5);
            case RECIPE_INVALID,
                    CONNECTOR_UNKNOWN,
                    RECIPE_UNSUPPORTED,
                    REFERENCE_MISSING,
                    USAGE,
                    SOURCE_UNREACHABLE,
                    DESTINATION_UNREACHABLE,
                    STATE_UNREACHABLE,
                    LINK_BROKEN,
                    RESOURCE_EXHAUSTED,
                    STATE_INVALID,
                    DATA_INVALID,
                    SCHEMA_MISMATCH,
                    INTERNAL -> usual;
        };
    }

    private Consequence withCommand(int other) {
        return new Consequence(other, podExit, httpStatus, reason);
    }

    private Consequence withPod(PodExit other) {
        return new Consequence(commandExit, other, httpStatus, reason);
    }

    private Consequence withStatus(int other) {
        return new Consequence(commandExit, podExit, other, reason);
    }

    /// The table in Markdown, for the documentation.
    static String table() {
        StringBuilder table = new StringBuilder(
                        "| Code | Error | Kind | `datacook` exits | A pod exits | HTTP | Reason |\n")
                .append("|---|---|---|---|---|---|---|\n");
        for (ErrorCode code : ErrorCode.values()) {
            Consequence what = of(code);
            table.append("| `%s` | %s | %s | %d | %d | %d | `%s` |\n"
                    .formatted(
                            code,
                            code.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            code.kind(),
                            what.commandExit,
                            what.podExit.number(),
                            what.httpStatus,
                            what.reason));
        }
        return table.toString();
    }
}
