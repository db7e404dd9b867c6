package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state folder that is not there yet, for commands that look and must not make it.
///
/// @param folder where the first run will make it
record NothingLoaded(Path folder) implements StateBackend {
    @Override
    public @Nullable Versioned load(StateKey key) {
        return null;
    }

    @Override
    public boolean compareAndSet(StateKey key, long expectedVersion, String document) {
        throw new DatacookException(ErrorCode.INTERNAL, "a command that only looks tried to write state");
    }

    @Override
    public boolean remove(StateKey key, long expectedVersion) {
        throw new DatacookException(ErrorCode.INTERNAL, "a command that only looks tried to remove state");
    }

    @Override
    public List<StateKey> list(@Nullable String recipe) {
        return List.of();
    }

    @Override
    public String describe() {
        return folder.toString();
    }

    @Override
    public void close() {}
}
