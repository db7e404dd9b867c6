package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.Decision;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.StreamState;

/// What a refusal means to users.
final class Refusals {
    private Refusals() {}

    /// The document after an accepted request.
    ///
    /// @throws DatacookException if it was refused
    static StreamState require(Decision decision, StateKey key) {
        return switch (decision) {
            case Accepted(StreamState state) -> state;
            case Unchanged(StreamState state) -> state;
            case Refused refused -> throw failure(refused, key);
        };
    }

    static DatacookException failure(Refused refused, StateKey key) {
        DatacookException failure =
                switch (refused.reason()) {
                    case FENCED, WRONG_WINDOW ->
                        new DatacookException(
                                ErrorCode.FENCED,
                                "another run took this stream over (" + refused.detail()
                                        + "); this run stops here, and nothing is lost or doubled");
                    case LOCKED -> new DatacookException(ErrorCode.STATE_LOCKED, refused.detail());
                    case IN_DOUBT ->
                        new DatacookException(
                                ErrorCode.COMMIT_UNKNOWN,
                                refused.detail()
                                        + "; nothing is cleaned up, run again and the destination will be asked");
                    case RECIPE_CHANGED ->
                        new DatacookException(
                                ErrorCode.STATE_INVALID,
                                refused.detail()
                                        + "; run once with the old write mode to end it, or `datacook state reset`");
                    case CURSOR_BACK ->
                        new DatacookException(
                                ErrorCode.STATE_INVALID,
                                refused.detail() + "; run `datacook state reset` to load the stream afresh");
                    case STALE_EPOCH, WRONG_POSITION, WRONG_PHASE ->
                        new DatacookException(
                                ErrorCode.INTERNAL, "the commit protocol was broken: " + refused.detail());
                };
        return failure.at("stream " + key.stream());
    }
}
