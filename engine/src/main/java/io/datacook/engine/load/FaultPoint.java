package io.datacook.engine.load;

/// The places of the protocol where a process may die; tests make it die there.
public enum FaultPoint {
    /// The stream's lease is stored.
    LEASE_TAKEN,
    /// The window is stored.
    WINDOW_OPENED,
    /// The destination is ready.
    LOAD_OPENED,
    /// What an earlier run had recorded is published.
    REPLAYED,
    /// A split's new fence is stored, the destination does not know it yet.
    SPLIT_LEASED,
    /// The destination knows the split's new fence.
    SPLIT_CLAIMED,
    /// A writer is open, nothing is written.
    EPOCH_BEGUN,
    /// A batch is written.
    BATCH_WRITTEN,
    /// An epoch is written, nothing is prepared.
    BEFORE_PREPARE,
    /// Files are durable and invisible, or the destination is about to commit.
    AFTER_PREPARE,
    /// A transactional destination has committed, the state does not know it.
    AFTER_SINK_COMMIT,
    /// The state has the manifest, nothing is visible.
    AFTER_STATE_COMMIT,
    /// The epoch is visible, nobody was told.
    AFTER_PUBLISH,
    /// The source was told.
    AFTER_ACKNOWLEDGE,
    /// All splits are done, the state does not say so.
    BEFORE_FINISHING,
    /// The state says that the window only needs its end.
    AFTER_FINISHING,
    /// The destination has exchanged or merged, the state does not know it.
    AFTER_FINISH,
    /// The window is closed and the cursor has moved.
    WINDOW_CLOSED,
    /// The lease is given back.
    LEASE_RELEASED
}
