package io.datacook.engine.load;

import io.datacook.api.StateBackend;
import io.datacook.engine.commit.Owner;
import java.time.Clock;
import java.util.function.Predicate;

/// What a load works with; tests exchange each of them.
///
/// @param state where checkpoints are kept; closed by who opened it
/// @param clock the only clock
/// @param ticker renews the lease
/// @param pause waits between retries
/// @param dead tells owners known to be dead, see [LocalProcess#isDead]
/// @param listener hears of progress
/// @param stop asks for an early end
/// @param faults where tests make the process die
public record LoadTools(
        StateBackend state,
        Clock clock,
        Ticker ticker,
        Pause pause,
        Predicate<Owner> dead,
        LoadListener listener,
        StopSignal stop,
        FaultHook faults) {
    /// Real time, real processes, no faults.
    public static LoadTools of(StateBackend state, Clock clock, LoadListener listener, StopSignal stop) {
        return new LoadTools(
                state, clock, Ticker.VIRTUAL, Pause.PARK, LocalProcess::isDead, listener, stop, FaultHook.NONE);
    }

    /// The same with faults.
    public LoadTools withFaults(FaultHook hook) {
        return new LoadTools(state, clock, ticker, pause, dead, listener, stop, hook);
    }
}
