package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays one tree over another.
///
/// Single values and lists of the upper one win, mappings merge key by key, `transform.steps` concatenate with the
/// lower ones first, `source.streams` merge by name. A null of the upper tree wins too: the key is as if absent.
final class Merger {
    private static final String STEPS = "transform.steps";
    private static final String STREAMS = "source.streams";

    private Merger() {}

    /// Lays options over options: mappings merge, all else is exchanged.
    static Mapping overlay(Mapping below, Mapping above) {
        return mapping(below, above, "", false);
    }

    /// Lays a recipe over its parent.
    static Mapping layer(Mapping parent, Mapping child) {
        return mapping(parent, child, "", true);
    }

    /// Lays a part of a recipe over the same part of its parent.
    ///
    /// @param path where the part stands, such as `transform`
    static ConfigNode layer(ConfigNode parent, ConfigNode child, String path) {
        return node(parent, child, path, true);
    }

    private static Mapping mapping(Mapping below, Mapping above, String path, boolean rules) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        below.entries().forEach(entry -> entries.put(entry.key(), entry));
        for (Entry upper : above.entries()) {
            Entry lower = entries.get(upper.key());
            entries.put(upper.key(), lower == null ? upper : entry(lower, upper, path, rules));
        }
        return new Mapping(List.copyOf(entries.values()), above.place());
    }

    private static Entry entry(Entry lower, Entry upper, String path, boolean rules) {
        String keyPath = path.isEmpty() ? upper.key() : path + "." + upper.key();
        ConfigNode value = node(lower.value(), upper.value(), keyPath, rules);
        return new Entry(upper.key(), upper.place(), value);
    }

    private static ConfigNode node(ConfigNode below, ConfigNode above, String path, boolean rules) {
        return switch (above) {
            case Mapping upper when below instanceof Mapping lower -> mapping(lower, upper, path, rules);
            case Sequence upper
            when rules && below instanceof Sequence lower && path.equals(STEPS) -> concatenate(lower, upper);
            case Sequence upper
            when rules && below instanceof Sequence lower && path.equals(STREAMS) -> byName(lower, upper);
            case Mapping _, Sequence _, Scalar _ -> above;
        };
    }

    private static Sequence concatenate(Sequence lower, Sequence upper) {
        List<ConfigNode> items = new ArrayList<>(lower.items());
        items.addAll(upper.items());
        return new Sequence(items, upper.place());
    }

    private static Sequence byName(Sequence lower, Sequence upper) {
        List<ConfigNode> items = new ArrayList<>(lower.items());
        for (ConfigNode item : upper.items()) {
            int same = position(items, item);
            if (same < 0) {
                items.add(item);
            } else {
                items.set(same, stream(items.get(same), item));
            }
        }
        return new Sequence(items, upper.place());
    }

    private static int position(List<ConfigNode> items, ConfigNode item) {
        String name = name(item);
        for (int i = 0; name != null && i < items.size(); i++) {
            if (name.equals(name(items.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String name(ConfigNode item) {
        return item instanceof Mapping mapping ? mapping.text("name") : null;
    }

    /// A stream's own `transform.steps` concatenate like the recipe's, so its keys are merged as a recipe's are.
    private static ConfigNode stream(ConfigNode lower, ConfigNode upper) {
        return node(lower, upper, "", true);
    }
}
