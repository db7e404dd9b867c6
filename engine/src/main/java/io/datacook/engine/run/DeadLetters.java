package io.datacook.engine.run;

import io.datacook.engine.load.RejectSink;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.StreamPlan;
import org.jspecify.annotations.Nullable;

/// Keeps rejected rows.
final class DeadLetters {
    private DeadLetters() {}

    static RejectSink.@Nullable Opener opener(EngineContext context, StreamPlan plan) {
        return null;
    }
}
