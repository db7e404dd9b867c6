package io.datacook.testkit.simulator;

/// A destination refused a call: the run that asked ends.
final class Denied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Denied(String why) {
        super(why, null, false, false);
    }
}
