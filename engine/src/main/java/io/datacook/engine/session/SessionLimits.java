package io.datacook.engine.session;

/// How much of the past is kept. Sessions of runs that go on are never removed.
///
/// @param sessionsMax sessions kept at most, this one included
/// @param bytesMax bytes of all sessions together, beyond which the oldest go
/// @param logBytesMax bytes of one log file of one session
public record SessionLimits(int sessionsMax, long bytesMax, long logBytesMax) {
    /// The last 100 runs in at most 256 MiB.
    public static final SessionLimits DEFAULT = new SessionLimits(100, 256L << 20, 4L << 20);

    public SessionLimits {
        if (sessionsMax < 1 || bytesMax < 1 || logBytesMax < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
