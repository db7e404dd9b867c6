package io.datacook.testkit.simulator;

import org.jspecify.annotations.Nullable;

/// A thread of a run: what it does next, one request at a time.
final class Unit {
    private @Nullable Runnable next;

    void then(@Nullable Runnable step) {
        this.next = step;
    }

    boolean isReady() {
        return next != null;
    }

    void step() {
        Runnable step = next;
        next = null;
        if (step != null) {
            step.run();
        }
    }
}
