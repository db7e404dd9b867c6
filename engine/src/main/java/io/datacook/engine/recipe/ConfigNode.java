package io.datacook.engine.recipe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a recipe that knows where it was written. Immutable; merged trees share nodes of several files.
public sealed interface ConfigNode {
    /// Where the value starts.
    Place place();

    /// What the value is, as messages call it: `a mapping`, `a list`, `a number`.
    String describe();

    /// Keys with values, in the order of the file; no key twice.
    record Mapping(List<Entry> entries, Place place) implements ConfigNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /// A mapping without entries.
        public static Mapping empty(Place place) {
            return new Mapping(List.of(), place);
        }

        /// The entry of a key, or `null`.
        public @Nullable Entry entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
            return null;
        }

        /// The value of a key, or `null`; an explicit null of the file is a [Scalar].
        public @Nullable ConfigNode find(String key) {
            Entry entry = entry(key);
            return entry == null ? null : entry.value();
        }

        /// The mapping below a key, or `null` if there is none or it is something else.
        public @Nullable Mapping mapping(String key) {
            return find(key) instanceof Mapping mapping ? mapping : null;
        }

        /// The text of a scalar that is not null, or `null`.
        public @Nullable String text(String key) {
            return find(key) instanceof Scalar scalar && scalar.kind() != Kind.NULL ? scalar.text() : null;
        }

        /// The keys in their order.
        public List<String> keys() {
            return entries.stream().map(Entry::key).toList();
        }

        /// The same with one entry exchanged in its place, or appended.
        public Mapping with(Entry changed) {
            List<Entry> result = new ArrayList<>(entries);
            for (int i = 0; i < result.size(); i++) {
                if (result.get(i).key().equals(changed.key())) {
                    result.set(i, changed);
                    return new Mapping(result, place);
                }
            }
            result.add(changed);
            return new Mapping(result, place);
        }

        /// The same with a key's value exchanged; a new key takes the place of its value.
        public Mapping with(String key, ConfigNode value) {
            Entry old = entry(key);
            return with(new Entry(key, old == null ? value.place() : old.place(), value));
        }

        /// The same without some keys.
        public Mapping without(Collection<String> keys) {
            return new Mapping(
                    entries.stream()
                            .filter(entry -> !keys.contains(entry.key()))
                            .toList(),
                    place);
        }

        /// The entries by key, for many look-ups.
        Map<String, Entry> index() {
            Map<String, Entry> index = HashMap.newHashMap(entries.size());
            entries.forEach(entry -> index.put(entry.key(), entry));
            return index;
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /// One key with its value.
    ///
    /// @param place where the key starts
    record Entry(String key, Place place, ConfigNode value) {}

    /// Values in order.
    record Sequence(List<ConfigNode> items, Place place) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /// One value.
    ///
    /// @param text as written, without quotes; also of a null, which may mean the word
    /// @param kind what YAML 1.2 takes it for; quoted values are always text
    record Scalar(String text, Kind kind, Place place) implements ConfigNode {
        /// A text.
        public static Scalar text(String text, Place place) {
            return new Scalar(text, Kind.TEXT, place);
        }

        @Override
        public String describe() {
            return switch (kind) {
                case TEXT -> "a text";
                case INTEGER, DECIMAL -> "a number";
                case BOOLEAN -> "a boolean";
                case NULL -> "empty";
            };
        }
    }

    /// What YAML 1.2 takes a scalar for.
    enum Kind {
        /// Anything else, and everything quoted.
        TEXT,
        /// `42`, `-7`, `0x1F`.
        INTEGER,
        /// `1.5`, `2e9`, `.inf`.
        DECIMAL,
        /// `true`, `false`; never `yes` or `on`.
        BOOLEAN,
        /// Nothing, `~` or `null`.
        NULL
    }
}
