package io.datacook.engine.commit;

/// Why a request was refused.
public enum Refusal {
    /// A higher fence was given out: the asker was overtaken.
    FENCED,
    /// Another run holds the stream.
    LOCKED,
    /// The epoch is not the one after the last.
    STALE_EPOCH,
    /// The epoch does not begin where the last one ended.
    WRONG_POSITION,
    /// The outcome of an earlier commit must be learnt from the destination first.
    IN_DOUBT,
    /// The window is closed, or another one is open.
    WRONG_WINDOW,
    /// The window is in another phase, or splits are missing before it can end.
    WRONG_PHASE,
    /// The recipe changed in a way that does not fit the open window.
    RECIPE_CHANGED,
    /// The cursor would go back.
    CURSOR_BACK
}
