package io.datacook.engine.run;

import java.time.Clock;

/// The one place where the engine meets the wall clock; everything else is handed a clock.
final class Clocks {
    static final Clock SYSTEM = Clock.systemUTC();

    private Clocks() {}
}
