package io.datacook.engine.run;

import io.datacook.api.StateBackend;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.Pause;
import io.datacook.engine.load.StopSignal;
import java.time.Duration;

/// What a run works with besides its context; tests exchange each of them.
///
/// @param state where checkpoints are kept; closed by who opened it
/// @param listener hears of progress
/// @param stop asks for an early end
/// @param pause waits between attempts
/// @param lockWait how long to wait for another run of the same recipe
/// @param faults where tests make the process die
public record RunTools(
        StateBackend state, RunListener listener, StopSignal stop, Pause pause, Duration lockWait, FaultHook faults) {
    /// No waiting for other runs, no faults.
    public static RunTools of(StateBackend state, RunListener listener, StopSignal stop) {
        return new RunTools(state, listener, stop, Pause.PARK, Duration.ZERO, FaultHook.of(System.getenv()));
    }
}
