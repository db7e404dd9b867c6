package io.datacook.cli;

import io.datacook.engine.load.Signals;
import io.datacook.engine.load.StopSignal;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ctrl-C and SIGTERM: the first one asks the run to stop in good order, the second one ends the process at once.
///
/// What a run has prepared and not committed is garbage that the next run removes, so an end at once loses no row.
/// **Threading:** safe for all threads.
final class Interrupts implements StopSignal {
    private final AtomicReference<@Nullable ExitCode> reason = new AtomicReference<>();

    /// Takes the signals over until the process ends.
    ///
    /// @param first told once, before the run stops
    void listen(Consumer<ExitCode> first) {
        handle("INT", ExitCode.INTERRUPTED, first);
        handle("TERM", ExitCode.DRAINED, first);
    }

    private void handle(String name, ExitCode code, Consumer<ExitCode> first) {
        Signals.handle(name, () -> {
            if (!request(code)) {
                Runtime.getRuntime().halt(code.number());
            }
            first.accept(code);
        });
    }

    /// Asks to stop.
    ///
    /// @return whether this was the first time
    boolean request(ExitCode code) {
        return reason.compareAndSet(null, code);
    }

    @Override
    public boolean isRequested() {
        return reason.get() != null;
    }

    /// What the process tells the shell if it stopped because of this, or `null`.
    @Nullable
    ExitCode reason() {
        return reason.get();
    }
}
