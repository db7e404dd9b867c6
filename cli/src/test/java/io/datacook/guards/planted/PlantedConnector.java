package io.datacook.guards.planted;

import io.datacook.engine.stage.Closing;
import java.util.List;

/// A connector that reaches into the engine.
public final class PlantedConnector {
    /// Uses what it must not.
    public void reach() {
        Closing.all(List.of());
    }
}
