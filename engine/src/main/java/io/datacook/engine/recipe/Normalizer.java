package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.OptionModel.OptionKey;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes shorthands out, by the [Language]: `asset: a.yaml` is `asset: { path: a.yaml }`, `use: audit` is
/// `use: [audit]`. Merging and digests then see one spelling.
final class Normalizer {
    private Normalizer() {}

    /// The recipe with all shorthands of common keys written out; what is malformed stays for the binder to refuse.
    static Mapping recipe(Mapping tree) {
        return (Mapping) node(tree, Language.RecipeKeys.class);
    }

    private static ConfigNode node(ConfigNode node, Type type) {
        if (node instanceof Scalar scalar && scalar.kind() == Kind.NULL) {
            return node;
        }
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class -> list(node, list.getActualTypeArguments()[0]);
            case ParameterizedType map when map.getRawType() == Map.class -> map(node, map.getActualTypeArguments()[1]);
            case Class<?> record
            when record.getEnclosingClass() == Language.class && record.isRecord() ->
                section(node, record.asSubclass(Record.class));
            default -> node;
        };
    }

    private static ConfigNode list(ConfigNode node, Type item) {
        return switch (node) {
            case Sequence sequence ->
                new Sequence(
                        sequence.items().stream().map(one -> node(one, item)).toList(), sequence.place());
            case Scalar scalar -> new Sequence(List.of(node(scalar, item)), scalar.place());
            case Mapping mapping -> mapping;
        };
    }

    private static ConfigNode map(ConfigNode node, Type value) {
        if (!(node instanceof Mapping mapping)) {
            return node;
        }
        return new Mapping(
                mapping.entries().stream()
                        .map(entry -> new Entry(entry.key(), entry.place(), node(entry.value(), value)))
                        .toList(),
                mapping.place());
    }

    private static ConfigNode section(ConfigNode node, Class<? extends Record> record) {
        OptionModel model = OptionModel.of(record);
        if (node instanceof Scalar scalar && OptionModel.shorthand(record)) {
            String first = model.keys().getFirst().name();
            return new Mapping(List.of(new Entry(first, scalar.place(), scalar)), scalar.place());
        }
        if (!(node instanceof Mapping mapping)) {
            return node;
        }
        Map<String, Type> types = new HashMap<>();
        for (OptionKey key : model.keys()) {
            types.put(key.name(), key.type());
        }
        return new Mapping(
                mapping.entries().stream()
                        .map(entry -> {
                            Type type = types.get(entry.key());
                            return type == null
                                    ? entry
                                    : new Entry(entry.key(), entry.place(), node(entry.value(), type));
                        })
                        .toList(),
                mapping.place());
    }
}
