package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.Protocol;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import io.datacook.engine.commit.WindowPlan;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A window as it was when this run opened or resumed it.
///
/// @param window the document's window
/// @param cursor the committed cursor before it
/// @param resumed whether an earlier run opened it
record OpenWindow(Window window, @Nullable Cursor cursor, boolean resumed) {
    /// More splits would make each commit slow.
    static final int SPLITS_MAX = 20_000;

    static OpenWindow of(StateStore store, long fence, LoadPlan plan, LoadTools tools, WindowOpeners.Bounds bounds) {
        String mode = plan.mode().word();
        StreamState found = Refusals.require(
                store.update(state -> Protocol.resume(state, fence, mode, plan.schemaDigest())), plan.key());
        if (found.window() != null) {
            return new OpenWindow(found.window(), found.cursor(), true);
        }
        WindowOpeners.Fixed fixed = bounds.fix(found.cursor());
        if (fixed.splits().size() > SPLITS_MAX) {
            throw new DatacookException(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "the source has %d parts and %d are allowed; select fewer files, or make parts larger"
                                    .formatted(fixed.splits().size(), SPLITS_MAX))
                    .at("stream " + plan.key().stream());
        }
        WindowPlan wanted =
                new WindowPlan(plan.owner().runId(), fixed.range(), mode, plan.schemaDigest(), fixed.splits());
        StreamState open = Refusals.require(
                store.update(state ->
                        Protocol.open(state, fence, wanted, tools.clock().instant())),
                plan.key());
        return new OpenWindow(Objects.requireNonNull(open.window()), open.cursor(), false);
    }
}
