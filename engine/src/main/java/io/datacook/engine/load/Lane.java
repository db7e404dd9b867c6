package io.datacook.engine.load;

import io.datacook.engine.commit.Owner;

/// Which part of a run's work this process does: the splits whose place in the window leaves the lane's number when
/// divided by the number of lanes.
///
/// Lane 0 opens windows, holds the lease and finishes them; the others join what it has opened.
///
/// @param owner holds the lease: this process where it works alone, the run where several share the work, so that
///     whoever replaces lane 0 takes over at once
/// @param number from 0
/// @param count lanes of the run, at least 1
/// @param alone whether lane 0 takes all splits
public record Lane(Owner owner, int number, int count, boolean alone) {
    private static final String RUN_HOST = "run";

    public Lane {
        if (count < 1 || number < 0 || number >= count) {
            throw new IllegalArgumentException("a lane is one of 0 to %d, not %d".formatted(count - 1, number));
        }
    }

    /// @param owner holds the lease
    public Lane(Owner owner, int number, int count) {
        this(owner, number, count, false);
    }

    /// All of the work, in this process.
    public static Lane alone(String runId) {
        return new Lane(LocalProcess.owner(runId), 0, 1);
    }

    /// A share of the work of a run that several processes do, or one that may be replaced.
    public static Lane of(String runId, int number, int count) {
        return new Lane(new Owner(RUN_HOST, 0, 0, runId), number, count);
    }

    /// Whether this lane opens, holds and finishes windows.
    public boolean isFirst() {
        return number == 0;
    }

    /// Whether this lane reads the split at a place of the window.
    public boolean takes(int place) {
        return alone ? isFirst() : place % count == number;
    }

    /// The same where one lane has to read all splits, since a check looks at all rows together: lane 0.
    public Lane whole() {
        return new Lane(owner, number, count, true);
    }
}
