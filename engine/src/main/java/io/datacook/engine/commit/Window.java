package io.datacook.engine.commit;

import io.datacook.api.CursorRange;
import io.datacook.api.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pass over a stream: bounds and splits are fixed when it opens, and a restarted run continues it.
///
/// @param id unique for ever, also after a reset; part of the names of staged files and tables
/// @param runId the run that opened it
/// @param openedAt when
/// @param range the rows it takes, or `null` for all
/// @param mode the write mode's word
/// @param schemaDigest digest of the columns it writes
/// @param phase how far it is
/// @param splits in the order of the data
/// @param readyFence the run's fence under which the destination was made ready for other lanes to join, or 0
public record Window(
        String id,
        String runId,
        Instant openedAt,
        @Nullable CursorRange range,
        String mode,
        String schemaDigest,
        Phase phase,
        List<SplitState> splits,
        long readyFence) {
    public Window {
        splits = List.copyOf(splits);
    }

    /// A window that no other lane may join yet.
    public Window(
            String id,
            String runId,
            Instant openedAt,
            @Nullable CursorRange range,
            String mode,
            String schemaDigest,
            Phase phase,
            List<SplitState> splits) {
        this(id, runId, openedAt, range, mode, schemaDigest, phase, splits, 0);
    }

    /// How far a window is.
    public enum Phase {
        /// Splits are read and committed.
        READING,
        /// Everything is committed; the destination exchanges or merges what waited for the end.
        FINISHING
    }

    /// Whether committed manifests wait for the window's end; in append mode each is published at once.
    public boolean keepsManifests() {
        return !mode.equals("append");
    }

    /// Whether recorded files of a split may not be visible yet and are to be before its next epoch.
    public boolean awaitsPublish(SplitState split) {
        return (!keepsManifests() && !split.manifests().isEmpty())
                || !split.rejected().files().isEmpty();
    }

    /// Whether every split is committed to its end.
    public boolean isRead() {
        return splits.stream().allMatch(SplitState::last);
    }

    /// Whether every split is committed to its end and visible as far as it is to be before the window's.
    public boolean isSettled() {
        return isRead() && splits.stream().noneMatch(this::awaitsPublish);
    }

    /// The split with this id, or `null`.
    public @Nullable SplitState split(String splitId) {
        for (SplitState split : splits) {
            if (split.id().equals(splitId)) {
                return split;
            }
        }
        return null;
    }

    /// All recorded manifests, in the order of the data.
    public List<Manifest> manifests() {
        return splits.stream().flatMap(split -> split.manifests().stream()).toList();
    }

    /// Rows committed so far.
    public long rows() {
        return splits.stream().mapToLong(SplitState::rows).sum();
    }

    /// Rows left out so far.
    public long rejects() {
        return splits.stream().mapToLong(SplitState::rejects).sum();
    }

    Window with(SplitState changed) {
        List<SplitState> next = new ArrayList<>(splits);
        next.replaceAll(split -> split.id().equals(changed.id()) ? changed : split);
        return withSplits(next);
    }

    Window withSplits(List<SplitState> next) {
        return new Window(id, runId, openedAt, range, mode, schemaDigest, phase, next, readyFence);
    }

    Window withPhase(Phase next) {
        return new Window(id, runId, openedAt, range, mode, schemaDigest, next, splits, readyFence);
    }

    Window withSchema(String digest) {
        return new Window(id, runId, openedAt, range, mode, digest, phase, splits, readyFence);
    }

    Window withReady(long fence) {
        return new Window(id, runId, openedAt, range, mode, schemaDigest, phase, splits, fence);
    }
}
