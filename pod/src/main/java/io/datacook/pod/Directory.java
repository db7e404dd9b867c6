package io.datacook.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Knows the pods of a run and hears how they do: the state service, or nobody.
///
/// **Threading:** safe for all threads; calls block.
public interface Directory {
    /// A neighbour of this pod's lane, once there is one that is newer than a session.
    ///
    /// @param after 0 for any
    /// @param wait how long to wait for it; at most so long, possibly shorter
    /// @return `null` if there is none yet
    @Nullable
    Peer peer(StageName stage, long after, Duration wait);

    /// Tells how far this pod is.
    ///
    /// @return whether the pod is still wanted: `false` if a newer one does its work or the run was cancelled
    boolean heartbeat(Progress.Snapshot progress);

    /// Tells how the run ended; an answer that does not come is waited for, within limits.
    void report(ObjectNode report);

    /// Nobody: neighbours lie at fixed places, and nobody hears anything.
    ///
    /// @param left where the left neighbour is
    static Directory fixed(Peer left) {
        return new Directory() {
            @Override
            public Peer peer(StageName stage, long after, Duration wait) {
                return left;
            }

            @Override
            public boolean heartbeat(Progress.Snapshot progress) {
                return true;
            }

            @Override
            public void report(ObjectNode report) {}
        };
    }
}
