package io.datacook.testkit.simulator;

/// Thrown where an oracle finds a rule broken.
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String what) {
        super(what, null, false, false);
    }
}
