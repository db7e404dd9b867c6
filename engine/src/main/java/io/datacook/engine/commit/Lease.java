package io.datacook.engine.commit;

import java.time.Instant;

/// A run's hold on a stream. Losing it is safe at any moment: the fence decides, the times only bound the waiting.
///
/// @param owner who holds it
/// @param fence the run's fence; every split it leases gets a higher one
/// @param since when it was taken
/// @param expiresAt from then on anybody may take the stream over
public record Lease(Owner owner, long fence, Instant since, Instant expiresAt) {
    /// Whether others still have to wait.
    public boolean holdsAt(Instant now) {
        return now.isBefore(expiresAt);
    }
}
