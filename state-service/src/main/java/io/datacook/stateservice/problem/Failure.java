package io.datacook.stateservice.problem;

import io.datacook.api.Consequence;
import io.datacook.api.ErrorCode;

/// Every way a request can fail. Its status is that of its code, but where HTTP has a status for the very case.
public enum Failure {
    /// A parameter, header or body that makes no sense.
    BAD_REQUEST(ErrorCode.USAGE, "The request is wrong"),
    /// No token, or one that nobody vouches for.
    UNAUTHENTICATED(401, ErrorCode.ACCESS_DENIED, "The token is missing or not valid"),
    /// A valid token that does not reach this far.
    FORBIDDEN(ErrorCode.ACCESS_DENIED, "The token does not allow this"),
    /// No such state, run or lane.
    NOT_FOUND(ErrorCode.STREAM_MISSING, "There is no such thing"),
    /// A path that the API does not have.
    NO_SUCH_PATH(404, ErrorCode.USAGE, "The API has no such path"),
    /// A method that the path does not have.
    METHOD(405, ErrorCode.USAGE, "The method is not allowed here"),
    /// A request that contradicts what is stored.
    CONFLICT(ErrorCode.STATE_LOCKED, "The request contradicts what is stored"),
    /// A newer pod took over this stage of this lane.
    SUPERSEDED(410, ErrorCode.FENCED, "A newer pod took over"),
    /// The run was cancelled.
    CANCELLED(410, ErrorCode.FENCED, "The run was cancelled"),
    /// The run has ended.
    ENDED(410, ErrorCode.FENCED, "The run has ended"),
    /// A body without a length.
    LENGTH_MISSING(411, ErrorCode.USAGE, "The length of the body is missing"),
    /// Somebody changed the document first.
    STALE(ErrorCode.FENCED, "The document has another version by now"),
    /// A body beyond the limit.
    TOO_LARGE(413, ErrorCode.RESOURCE_EXHAUSTED, "The body is too large"),
    /// A body that is not JSON.
    MEDIA_TYPE(415, ErrorCode.USAGE, "The body must be JSON"),
    /// A change that does not say what it is based on.
    PRECONDITION_MISSING(428, ErrorCode.USAGE, "If-Match or If-None-Match is missing"),
    /// A fault of the service.
    FAULT(ErrorCode.INTERNAL, "A fault of the state service"),
    /// The connection to the database was lost while it committed.
    COMMIT_UNKNOWN(ErrorCode.COMMIT_UNKNOWN, "Nobody knows whether it was stored"),
    /// The database did not answer; nothing was stored.
    UNREACHABLE(ErrorCode.STATE_UNREACHABLE, "The database does not answer"),
    /// As many requests as fit are being served; nothing was stored.
    BUSY(ErrorCode.STATE_UNREACHABLE, "Too many requests at once"),
    /// The tenant keeps as much as it may.
    FULL(ErrorCode.RESOURCE_EXHAUSTED, "The tenant keeps as much as it may");

    private final int status;
    private final ErrorCode code;
    private final String title;

    Failure(ErrorCode code, String title) {
        this(Consequence.of(code).httpStatus(), code, title);
    }

    Failure(int status, ErrorCode code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// The code users see.
    public ErrorCode code() {
        return code;
    }

    /// What it means, in one sentence without a full stop.
    public String title() {
        return title;
    }

    /// The failure behind a status that the HTTP layer decided by itself.
    public static Failure ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NO_SUCH_PATH;
            case 405 -> METHOD;
            case 411 -> LENGTH_MISSING;
            case 413 -> TOO_LARGE;
            case 415 -> MEDIA_TYPE;
            case 503 -> BUSY;
            default -> status >= 500 ? FAULT : BAD_REQUEST;
        };
    }
}
