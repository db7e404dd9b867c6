package io.datacook.api;

import org.jspecify.annotations.Nullable;

/// Takes the rows of one epoch of one split where readers do not see them.
///
/// **Threading:** one thread at a time. **Closing:** before [Staged#prepare] or [Transactional#commit] it discards what
/// was written; afterwards, also when they failed with `COMMIT_UNKNOWN`, nothing is touched.
public sealed interface EpochWriter extends AutoCloseable {
    /// Writes rows; the caller keeps and closes the batch. Buffers may be retained, never changed.
    void write(Batch batch);

    @Override
    void close();

    /// For files and objects: rows are staged, recorded in the state, then published by [Load#publish].
    non-sealed interface Staged extends EpochWriter {
        /// Makes everything written durable and still invisible. Called once, at the end.
        ///
        /// @return what to publish
        Manifest prepare();
    }

    /// For databases: the commit point is the system's own transaction.
    non-sealed interface Transactional extends EpochWriter {
        /// Makes the rows visible together with the epoch's row in `_datacook_commits`, in one transaction that
        /// requires this fence still to hold and the split's last epoch to be the one before.
        ///
        /// @param checkpoint what [Load#claim] shall give back: opaque JSON of the engine
        /// @throws DatacookException `FENCED` if another holder took over, `COMMIT_UNKNOWN` if the connection
        ///     broke
        ///     while committing
        void commit(String checkpoint);
    }

    /// For table formats: the commit point is the snapshot that adds the epoch's files and carries the checkpoint.
    non-sealed interface Snapshot extends EpochWriter {
        /// Makes the data files durable; no snapshot refers to them yet. Called once, at the end.
        ///
        /// @return what the snapshot adds; names hold [EpochId#staging], so that leftovers are known as such
        Manifest prepare();

        /// Commits one snapshot with the files and, in its summary, window, split, epoch, fence and checkpoint.
        ///
        /// It is optimistic: it holds only on top of the snapshot it was made from. After a conflict, and
        /// after an answer that got lost, the newest snapshot and its ancestors are read again. If one of
        /// them is this very epoch, it is done. If the split's last epoch among them is not the one before,
        /// or the table knows a higher fence, then another holder took over or the table was rolled back,
        /// and it must not be committed.
        ///
        /// @param files as [#prepare] gave them; none where an epoch has no rows but moves the checkpoint
        /// @param checkpoint what [Load#claim] shall find among the ancestors: opaque JSON of the engine
        /// @throws DatacookException `FENCED` as said above, `COMMIT_UNKNOWN` if nobody can tell
        void commit(Manifest files, String checkpoint);
    }

    /// For systems that only take rows: each call is visible at once, at least once.
    non-sealed interface AtLeastOnce extends EpochWriter {
        /// Flushes; every row written is visible afterwards.
        ///
        /// @param idempotencyKey names the epoch, for systems that drop what they saw before
        void flush(@Nullable String idempotencyKey);
    }
}
