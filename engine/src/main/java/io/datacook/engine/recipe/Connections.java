package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The connections a recipe can name by `conn_id`, and which of them it did name.
final class Connections {
    private final Mapping known;
    private final List<RecipeProblem> problems;
    private final Map<String, Entry> used = new LinkedHashMap<>();

    /// @param known by id
    /// @param problems takes what is wrong
    Connections(Mapping known, List<RecipeProblem> problems) {
        this.known = known;
        this.problems = new ArrayList<>(problems);
    }

    /// A connection's keys, or `null` if there is no such connection, which is a problem.
    @Nullable
    Mapping find(String id, String path, Place place) {
        Entry entry = known.entry(id);
        if (entry != null && entry.value() instanceof Mapping connection) {
            used.put(id, entry);
            return connection;
        }
        String near = DidYouMean.suggest(id, known.keys());
        problems.add(new RecipeProblem(
                Rule.REFERENCE,
                place,
                "%s.conn_id is '%s', and there is no such connection".formatted(path, Texts.cut(id)),
                near == null
                        ? "Add it to connections.yaml beside the recipe, or set %s."
                                .formatted(ConnectionFiles.variableName(id))
                        : near));
        return null;
    }

    /// A connection's keys, or `null`.
    @Nullable
    Mapping known(String id) {
        return known.mapping(id);
    }

    List<RecipeProblem> problems() {
        return problems;
    }

    /// Those that were found, by id.
    Mapping used() {
        return new Mapping(List.copyOf(used.values()), known.place());
    }
}
