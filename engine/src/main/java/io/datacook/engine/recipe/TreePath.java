package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way down a tree: `destination.merge_keys`, `transform.steps[0]`, `source.streams."public.orders".lag`.
///
/// In lists a part is a number in brackets, or the `name` of an item.
///
/// @param parts keys, names and bracketed numbers, at least one
record TreePath(List<String> parts) {
    /// Parses a path, or gives `null` for a text that is none.
    static @Nullable TreePath parse(String text) {
        List<String> parts = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char letter = text.charAt(i);
            int end;
            if (letter == '"') {
                end = text.indexOf('"', i + 1);
                if (end < 0) {
                    return null;
                }
                parts.add(text.substring(i + 1, end++));
            } else if (letter == '[') {
                end = text.indexOf(']', i) + 1;
                if (end == 0 || !text.substring(i + 1, end - 1).matches("[0-9]{1,6}")) {
                    return null;
                }
                parts.add(text.substring(i, end));
            } else {
                end = plainEnd(text, i);
                if (end == i) {
                    return null;
                }
                parts.add(text.substring(i, end));
            }
            if (end < text.length() && text.charAt(end) == '.') {
                end++;
                if (end == text.length()) {
                    return null;
                }
            }
            i = end;
        }
        return parts.isEmpty() ? null : new TreePath(List.copyOf(parts));
    }

    private static int plainEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    /// The tree without what the path leads to, or `null` if it leads nowhere.
    @Nullable
    Mapping remove(Mapping tree) {
        return (Mapping) remove(tree, 0);
    }

    private @Nullable ConfigNode remove(ConfigNode node, int depth) {
        String part = parts.get(depth);
        boolean last = depth == parts.size() - 1;
        return switch (node) {
            case Mapping mapping -> {
                Entry entry = mapping.entry(part);
                if (entry == null) {
                    yield null;
                }
                if (last) {
                    yield mapping.without(List.of(part));
                }
                ConfigNode changed = remove(entry.value(), depth + 1);
                yield changed == null ? null : mapping.with(new Entry(part, entry.place(), changed));
            }
            case Sequence sequence -> {
                int index = index(sequence, part);
                if (index < 0) {
                    yield null;
                }
                List<ConfigNode> items = new ArrayList<>(sequence.items());
                if (last) {
                    items.remove(index);
                } else {
                    ConfigNode changed = remove(items.get(index), depth + 1);
                    if (changed == null) {
                        yield null;
                    }
                    items.set(index, changed);
                }
                yield new Sequence(items, sequence.place());
            }
            case Scalar _ -> null;
        };
    }

    /// The tree with a value at the path, mappings on the way being made, or `null` if the way leads through a single
    /// value or to an item that its list does not have.
    @Nullable
    Mapping set(Mapping tree, ConfigNode value) {
        return (Mapping) set(tree, value, 0);
    }

    private @Nullable ConfigNode set(ConfigNode node, ConfigNode value, int depth) {
        if (depth == parts.size()) {
            return value;
        }
        String part = parts.get(depth);
        return switch (node) {
            case Mapping mapping -> {
                Entry entry = mapping.entry(part);
                ConfigNode below = entry == null ? Mapping.empty(value.place()) : entry.value();
                ConfigNode changed = part.startsWith("[") ? null : set(below, value, depth + 1);
                yield changed == null ? null : mapping.with(new Entry(part, value.place(), changed));
            }
            case Sequence sequence -> {
                int index = index(sequence, part);
                ConfigNode changed = index < 0 ? null : set(sequence.items().get(index), value, depth + 1);
                if (changed == null) {
                    yield null;
                }
                List<ConfigNode> items = new ArrayList<>(sequence.items());
                items.set(index, changed);
                yield new Sequence(items, sequence.place());
            }
            case Scalar scalar ->
                scalar.kind() == ConfigNode.Kind.NULL ? set(Mapping.empty(value.place()), value, depth) : null;
        };
    }

    private static int index(Sequence sequence, String part) {
        if (part.startsWith("[")) {
            int index = Integer.parseInt(part.substring(1, part.length() - 1));
            return index < sequence.items().size() ? index : -1;
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            if (sequence.items().get(i) instanceof Mapping item && part.equals(item.text("name"))) {
                return i;
            }
        }
        return -1;
    }
}
