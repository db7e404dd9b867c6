package io.datacook.engine.link;

import java.time.Duration;

/// How a link behaves; the right half decides, and tells the left half in its requests.
///
/// @param creditBytes bytes of rows in flight on one connection at most, [#CREDIT_BYTES_MIN] to [#CREDIT_BYTES_MAX];
///     one batch may be larger, and is then alone in flight
/// @param compression what the bodies of batches are compressed with
/// @param heartbeat how often each side gives a sign of life
/// @param timeout how long one side may be silent before the other gives the connection up; at least two heartbeats
public record LinkOptions(long creditBytes, Compression compression, Duration heartbeat, Duration timeout) {
    /// Less than this would leave the sender waiting after each batch.
    public static final long CREDIT_BYTES_MIN = 1L << 16;

    /// More than this is no longer constant memory.
    public static final long CREDIT_BYTES_MAX = 1L << 30;

    /// 16 MiB uncompressed, a heartbeat each 5 seconds, given up after 15.
    public static final LinkOptions DEFAULT =
            new LinkOptions(16L << 20, Compression.NONE, Duration.ofSeconds(5), Duration.ofSeconds(15));

    public LinkOptions {
        if (creditBytes < CREDIT_BYTES_MIN || creditBytes > CREDIT_BYTES_MAX) {
            throw new IllegalArgumentException("a link's credit is %d to %d bytes, not %d"
                    .formatted(CREDIT_BYTES_MIN, CREDIT_BYTES_MAX, creditBytes));
        }
        if (!heartbeat.isPositive() || timeout.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a link's timeout is at least two heartbeats, not %s with one each %s"
                    .formatted(timeout, heartbeat));
        }
    }

    /// The same with another compression.
    public LinkOptions with(Compression other) {
        return new LinkOptions(creditBytes, other, heartbeat, timeout);
    }

    /// The same with another credit.
    public LinkOptions withCreditBytes(long other) {
        return new LinkOptions(other, compression, heartbeat, timeout);
    }

    /// What the bodies of batches are compressed with. There is no LZ4: its Java codec is slower than the network.
    public enum Compression {
        /// As they are; the choice within one machine or a fast network.
        NONE,
        /// Zstandard at its fastest level; the choice across zones.
        ZSTD
    }
}
