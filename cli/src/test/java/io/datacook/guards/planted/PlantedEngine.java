package io.datacook.guards.planted;

/// An engine class that prints and reads the wall clock.
public final class PlantedEngine {
    /// Does both.
    public void misbehave() {
        System.out.println(System.currentTimeMillis());
    }
}
