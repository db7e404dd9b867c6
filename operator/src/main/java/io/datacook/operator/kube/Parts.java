package io.datacook.operator.kube;

import io.datacook.operator.desired.Settings;
import io.datacook.operator.state.StateService;
import java.time.Duration;
import java.time.InstantSource;

/// What reconcilers work with.
///
/// @param settings of the administrator
/// @param state the state service
/// @param events tells people
/// @param metrics tells Prometheus
/// @param clock tells the time
/// @param cleanupTimeout how long the deletion of a recipe's checkpoints may hold up that of the recipe
public record Parts(
        Settings settings,
        StateService state,
        Events events,
        RecipeMetrics metrics,
        InstantSource clock,
        Duration cleanupTimeout) {}
