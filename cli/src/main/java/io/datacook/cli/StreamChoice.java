package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateKey;
import io.datacook.engine.recipe.StreamRecipe;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Picks streams by the names of the command line.
final class StreamChoice {
    private StreamChoice() {}

    /// The one stream of this name, or the only one there is.
    static StreamRecipe single(List<StreamRecipe> streams, @Nullable String name) {
        if (name == null && streams.size() > 1) {
            throw new DatacookException(
                    ErrorCode.USAGE,
                    "say which stream with --stream: "
                            + names(streams.stream().map(StreamRecipe::name).toList()));
        }
        return name == null ? streams.getFirst() : of(streams, List.of(name)).getFirst();
    }

    /// The streams of these names, or all if none is given.
    ///
    /// @throws DatacookException `STREAM_MISSING` for a name that is not among them
    static List<StreamRecipe> of(List<StreamRecipe> streams, List<String> names) {
        requireAll(names, streams.stream().map(StreamRecipe::name).toList());
        return streams.stream()
                .filter(stream -> names.isEmpty() || names.contains(stream.name()))
                .toList();
    }

    /// The keys of these streams, or all if none is given.
    static List<StateKey> keys(List<StateKey> keys, List<String> names) {
        requireAll(names, keys.stream().map(StateKey::stream).toList());
        return keys.stream()
                .filter(key -> names.isEmpty() || names.contains(key.stream()))
                .toList();
    }

    private static void requireAll(List<String> names, Collection<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new DatacookException(
                        ErrorCode.STREAM_MISSING,
                        "there is no stream '%s'; there is %s"
                                .formatted(name, known.isEmpty() ? "none" : names(known)));
            }
        }
    }

    private static String names(Collection<String> names) {
        return names.stream().limit(50).collect(java.util.stream.Collectors.joining(", "))
                + (names.size() > 50 ? " …" : "");
    }
}
