package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.commit.Window;
import io.datacook.engine.stage.Closing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a window's rows go: the destination and, if the recipe keeps them, the dead letters.
///
/// **Closing:** both.
record Sinks(Load load, @Nullable RejectSink rejects) implements AutoCloseable {
    static Sinks of(WindowOpeners openers, String window, long fence) {
        Load load = openers.load().open(window, fence);
        try {
            RejectSink.Opener opener = openers.rejects();
            return new Sinks(load, opener == null ? null : opener.open(window, fence));
        } catch (RuntimeException failed) {
            load.close();
            throw failed;
        }
    }

    void open() {
        load.open();
        if (rejects != null) {
            rejects.open();
        }
    }

    /// Makes visible what is recorded of a split's last epoch.
    void publish(Window window, SplitState split) {
        if (!window.keepsManifests()) {
            split.manifests().forEach(load::publish);
        }
        if (!split.rejected().files().isEmpty()) {
            if (rejects == null) {
                throw new DatacookException(
                        ErrorCode.STATE_INVALID,
                        ("an interrupted run left dead letters of split %s to be published and the recipe no longer "
                                        + "has a place for them; run once with the old errors policy")
                                .formatted(split.id()));
            }
            rejects.publish(split.rejected());
        }
    }

    void finish(Window window) {
        load.finish(window.keepsManifests() ? window.manifests() : List.of());
        if (rejects != null) {
            rejects.finish();
        }
    }

    @Override
    public void close() {
        Closing.all(rejects == null ? List.of(load) : List.of(rejects, load));
    }
}
