package io.datacook.testkit.simulator;

/// A rule that did not hold in a schedule.
///
/// @param seed replays it: `-Ddatacook.simulator.seed=…`
/// @param what the rule and the values
public record Violation(long seed, String what) {
    @Override
    public String toString() {
        return "seed " + seed + ": " + what;
    }
}
