package io.datacook.engine.plan;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StreamInfo;
import io.datacook.engine.recipe.ConfigNode;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.Patterns;
import io.datacook.engine.recipe.Place;
import io.datacook.engine.recipe.SourceConfig;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Turns the streams of a recipe into streams of the system: patterns become what they match, names get the options
/// that select them.
public final class StreamExpansion {
    private final Upstream upstream;
    private final Map<Mapping, List<StreamInfo>> discovered = new HashMap<>();

    /// @param upstream knows what the sources have
    public StreamExpansion(Upstream upstream) {
        this.upstream = upstream;
    }

    /// The streams in the recipe's order, those of a pattern sorted by name, each name once.
    ///
    /// A name that has an entry of its own is left out of patterns.
    ///
    /// @throws DatacookException `STREAM_MISSING` if a pattern matches nothing
    public List<StreamRecipe> expand(List<StreamRecipe> streams) {
        Set<String> named = streams.stream()
                .filter(stream -> stream.selection() != StreamRecipe.Selection.PATTERN)
                .map(StreamRecipe::name)
                .collect(Collectors.toSet());
        Map<String, StreamRecipe> expanded = new LinkedHashMap<>();
        for (StreamRecipe stream : streams) {
            for (StreamRecipe one : expand(stream, named)) {
                expanded.putIfAbsent(one.name(), one);
            }
        }
        return List.copyOf(expanded.values());
    }

    private List<StreamRecipe> expand(StreamRecipe stream, Set<String> named) {
        return switch (stream.selection()) {
            case WHOLE_SOURCE -> List.of(stream);
            case NAMED -> List.of(named(stream));
            case PATTERN -> matching(stream, named);
        };
    }

    /// A stream that cannot be discovered is left as it is: it fails by itself later, and the others are loaded.
    private StreamRecipe named(StreamRecipe stream) {
        List<StreamInfo> all;
        try {
            all = discover(stream);
        } catch (DatacookException missing) {
            if (missing.code() != ErrorCode.STREAM_MISSING) {
                throw missing;
            }
            return stream;
        }
        return all.stream()
                .filter(info -> info.name().equals(stream.name()))
                .findFirst()
                .map(info -> selecting(stream, info))
                .orElse(stream);
    }

    private List<StreamRecipe> matching(StreamRecipe pattern, Set<String> named) {
        List<StreamInfo> all = discover(pattern);
        List<StreamRecipe> matched = new ArrayList<>();
        for (StreamInfo info : all) {
            if (Patterns.matches(pattern.name(), info.name())
                    && !named.contains(info.name())
                    && pattern.excludes().stream().noneMatch(out -> Patterns.matches(out, info.name()))) {
                matched.add(selecting(pattern, info));
            }
        }
        if (matched.isEmpty()) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING,
                    "no stream matches '%s'; the source has %s"
                            .formatted(
                                    pattern.name(),
                                    all.stream().map(StreamInfo::name).collect(Collectors.joining(", "))));
        }
        return matched;
    }

    private List<StreamInfo> discover(StreamRecipe stream) {
        return discovered.computeIfAbsent(stream.source().options(), _ -> upstream.discover(stream));
    }

    private static StreamRecipe selecting(StreamRecipe stream, StreamInfo info) {
        SourceConfig source = stream.source();
        Place place = source.place();
        Mapping options = source.options();
        for (Map.Entry<String, String> option : info.options().entrySet()) {
            ConfigNode value = Scalar.text(option.getValue(), place);
            options = options.with(option.getKey(), value);
        }
        return new StreamRecipe(
                info.name(),
                StreamRecipe.Selection.NAMED,
                List.of(),
                new SourceConfig(source.type(), options, place),
                stream.asset(),
                stream.steps(),
                stream.destination(),
                stream.mode(),
                stream.incremental(),
                stream.schema(),
                stream.errors(),
                stream.require());
    }
}
