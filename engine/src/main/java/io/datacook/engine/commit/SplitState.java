package io.datacook.engine.commit;

import io.datacook.api.Manifest;
import io.datacook.api.Position;
import io.datacook.api.Split;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far one split of a window is committed.
///
/// @param split what the source needs to find it again
/// @param fence the fence of its last lease, 0 before the first
/// @param epoch its last committed epoch, 0 before the first
/// @param position reading continues after here
/// @param last whether that epoch was the split's last
/// @param rows rows committed
/// @param bytes bytes committed
/// @param rejects rows left out
/// @param cursorMax the largest cursor value read, or `null`
/// @param sums what the rows add up to for the receipt, opaque here; empty where nobody keeps them
/// @param commit digest of the last commit, by which a repeated one is known; empty before the first
/// @param manifests recorded and still needed: the one to be published in append mode, all of them in other modes
/// @param rejected the last epoch's dead letters, to be published; no files where there are none or they are out
/// @param inDoubt the epoch whose commit at the destination has an unknown outcome, or 0: until the destination was
///     asked, nothing of the split may be cleaned up, committed or finished
public record SplitState(
        Split split,
        long fence,
        long epoch,
        Position position,
        boolean last,
        long rows,
        long bytes,
        long rejects,
        @Nullable String cursorMax,
        String sums,
        String commit,
        List<Manifest> manifests,
        Manifest rejected,
        long inDoubt) {
    /// A manifest that names no file.
    public static final Manifest NOTHING = new Manifest(List.of());

    public SplitState {
        manifests = List.copyOf(manifests);
    }

    /// A split nobody has read yet.
    public static SplitState fresh(Split split) {
        return new SplitState(split, 0, 0, Position.START, false, 0, 0, 0, null, "", "", List.of(), NOTHING, 0);
    }

    /// The split's id.
    public String id() {
        return split.id();
    }

    SplitState withFence(long next) {
        return new SplitState(
                split, next, epoch, position, last, rows, bytes, rejects, cursorMax, sums, commit, manifests, rejected,
                inDoubt);
    }

    SplitState withDoubt(long doubted) {
        return new SplitState(
                split, fence, epoch, position, last, rows, bytes, rejects, cursorMax, sums, commit, manifests, rejected,
                doubted);
    }

    SplitState published(boolean keeps) {
        return new SplitState(
                split,
                fence,
                epoch,
                position,
                last,
                rows,
                bytes,
                rejects,
                cursorMax,
                sums,
                commit,
                keeps ? manifests : List.of(),
                NOTHING,
                inDoubt);
    }
}
