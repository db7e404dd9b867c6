package io.datacook.testkit.simulator;

/// A rule of the protocol, left out: the simulator must notice.
public enum Mutation {
    /// Nothing is left out.
    NONE,
    /// Nobody compares fences, neither the state nor the destination.
    NO_FENCE_CHECK,
    /// A recorded manifest is taken for published.
    NO_REPLAY,
    /// The state takes a document whatever version it was made from.
    NO_COMPARE_AND_SET,
    /// Files are published before the state records them.
    PUBLISH_BEFORE_COMMIT,
    /// Opening a load sweeps away the staging of its own window too.
    SWEEPS_OWN_WINDOW,
    /// The checkpoint a destination kept beside its rows is not looked at.
    NO_SINK_CHECKPOINT,
    /// A snapshot is committed without a look at its ancestors.
    NO_ANCESTOR_CHECK,
    /// A process that takes its own run's stream over keeps the fence as it was.
    TAKEOVER_KEEPS_FENCE,
    /// After a lost reply, an equal document is taken for one's own.
    TRUSTS_EQUAL_DOCUMENT
}
