package io.datacook.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.api.ByteSize;
import io.datacook.api.Connector;
import io.datacook.api.DestinationRole;
import io.datacook.api.Secret;
import io.datacook.api.SourceRole;
import io.datacook.api.StateRole;
import io.datacook.api.StepType;
import io.datacook.engine.recipe.Key.Rest;
import io.datacook.engine.recipe.OptionModel.OptionKey;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a JSON Schema (2020-12) of the language for editors, from the [Language] and the records in a [Catalog].
///
/// It describes a file as somebody types it: because parents may give what a file lacks, nothing at the top is
/// required, and because templates and references may stand anywhere, a text may stand for any single value.
public final class RecipeSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATED = "\\{\\{|\\$\\{";

    private final Catalog catalog;
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private RecipeSchema(Catalog catalog) {
        this.catalog = catalog;
    }

    /// The schema, indented, with a line break at the end; the same for the same catalog.
    public static String write(Catalog catalog) {
        return new RecipeSchema(catalog).root().toPrettyString() + "\n";
    }

    private ObjectNode root() {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", "https://datacook.dev/schema/recipe.schema.json");
        root.put("title", "Datacook recipe");
        ObjectNode recipe = section(Language.RecipeKeys.class);
        definitions.put("recipe", recipe);
        ArrayNode forms = root.putArray("oneOf");
        reference(forms.addObject(), "recipe");
        manifest(forms.addObject());
        ObjectNode all = root.putObject("$defs");
        definitions.forEach(all::set);
        return root;
    }

    /// The Kubernetes form; its spec is checked by the cluster's own schema, in camelCase.
    private static void manifest(ObjectNode node) {
        node.put("type", "object");
        node.putArray("required").add("apiVersion").add("kind").add("metadata").add("spec");
        ObjectNode properties = node.putObject("properties");
        properties.putObject("apiVersion").put("const", Manifests.API_VERSION);
        properties.putObject("kind").putArray("enum").add("Recipe").add("Connection");
        properties.putObject("metadata").put("type", "object");
        properties.putObject("spec").put("type", "object");
    }

    private ObjectNode section(Class<? extends Record> record) {
        OptionModel model = OptionModel.of(record);
        ObjectNode node = JSON.createObjectNode();
        node.put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (OptionKey key : model.keys()) {
            properties.set(key.name(), property(key));
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        if (model.rest() == Rest.NONE) {
            node.put("additionalProperties", false);
        } else {
            open(node, model);
        }
        return node;
    }

    /// A section with a connector's or step's keys: one branch for each type; without a type anything goes.
    private void open(ObjectNode node, OptionModel model) {
        Map<String, Class<? extends Record>> types = types(model.rest());
        JsonNode type = node.path("properties").path("type");
        if (!type.isObject()) {
            // A stream takes the options of whatever its source is.
            return;
        }
        if (!types.isEmpty()) {
            ArrayNode words = ((ObjectNode) type).putArray("examples");
            types.keySet().forEach(words::add);
        }
        ArrayNode branches = JSON.createArrayNode();
        types.forEach((name, options) -> {
            String definition = word(model.rest()) + "." + name;
            if (!definitions.containsKey(definition)) {
                definitions.put(definition, branch(model, options));
            }
            ObjectNode branch = branches.addObject();
            ObjectNode given = branch.putObject("if");
            given.putObject("properties").putObject("type").put("const", name);
            given.putArray("required").add("type");
            reference(branch.putObject("then"), definition);
        });
        if (!branches.isEmpty()) {
            node.set("allOf", branches);
        }
    }

    /// The options of one type, and the common keys by name only: the section itself describes them.
    private ObjectNode branch(OptionModel common, Class<? extends Record> options) {
        ObjectNode node = section(options);
        // Connections, parents and streams may give what is missing here.
        node.remove("required");
        ObjectNode properties = (ObjectNode) node.path("properties");
        common.names().stream().filter(name -> !properties.has(name)).forEach(name -> properties.put(name, true));
        return node;
    }

    private Map<String, Class<? extends Record>> types(Rest rest) {
        Map<String, Class<? extends Record>> types = new TreeMap<>();
        if (rest == Rest.STEP) {
            for (StepType<?> step : catalog.stepTypes()) {
                types.put(step.type(), step.options());
            }
            return types;
        }
        for (Connector connector : catalog.connectors()) {
            Class<? extends Record> options = options(connector, rest);
            if (options != null) {
                types.put(connector.type(), options);
            }
        }
        return types;
    }

    private static @Nullable Class<? extends Record> options(Connector connector, Rest rest) {
        SourceRole<?> source = connector.source();
        DestinationRole<?> destination = connector.destination();
        StateRole<?> state = connector.state();
        return switch (rest) {
            case SOURCE -> source == null ? null : source.options();
            case DESTINATION -> destination == null ? null : destination.options();
            case STATE -> state == null ? null : state.options();
            case STEP, NONE -> null;
        };
    }

    private ObjectNode property(OptionKey key) {
        ObjectNode node = type(key.type(), key);
        if (!key.doc().isEmpty()) {
            node.put("description", key.doc());
        }
        if (key.defaultValue() != null) {
            defaultValue(node, key.defaultValue());
        }
        if (!key.examples().isEmpty()) {
            key.examples().forEach(node.withArray("examples")::add);
        }
        return node;
    }

    private static void defaultValue(ObjectNode node, String text) {
        switch (ScalarKinds.of(text)) {
            case INTEGER -> node.put("default", Long.parseLong(text));
            case BOOLEAN -> node.put("default", Boolean.parseBoolean(text));
            case DECIMAL, NULL, TEXT -> node.put("default", text);
        }
    }

    private ObjectNode type(Type type, @Nullable OptionKey key) {
        ObjectNode node = JSON.createObjectNode();
        switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class -> {
                ObjectNode item = type(list.getActualTypeArguments()[0], null);
                ArrayNode forms = node.putArray("anyOf");
                forms.addObject().put("type", "array").set("items", item);
                forms.add(item.deepCopy());
            }
            case ParameterizedType map -> {
                node.put("type", "object");
                node.set("additionalProperties", type(map.getActualTypeArguments()[1], null));
            }
            case Class<?> plain when ConfigNode.class.isAssignableFrom(plain) -> {}
            case Class<?> plain
            when plain.isRecord() && plain != ByteSize.class -> record(node, plain.asSubclass(Record.class));
            case Class<?> plain -> scalar(node, plain, key);
            default -> throw new IllegalStateException("options cannot have components of " + type);
        }
        return node;
    }

    private void record(ObjectNode node, Class<? extends Record> record) {
        String definition = record.getEnclosingClass() == Language.class
                ? OptionModel.snakeCase(record.getSimpleName().replace("Keys", ""))
                        .toLowerCase(java.util.Locale.ROOT)
                : "options." + record.getName();
        if (!definitions.containsKey(definition)) {
            // Claimed first: streams hold destinations, and macros hold steps.
            definitions.put(definition, JSON.createObjectNode());
            definitions.put(definition, section(record));
        }
        if (!OptionModel.shorthand(record)) {
            reference(node, definition);
            return;
        }
        ArrayNode forms = node.putArray("anyOf");
        reference(forms.addObject(), definition);
        OptionKey first = OptionModel.of(record).keys().getFirst();
        forms.add(type(first.type(), first));
    }

    private static void scalar(ObjectNode node, Class<?> type, @Nullable OptionKey key) {
        if (type.isEnum()) {
            ArrayNode words = node.putArray("anyOf").addObject().putArray("enum");
            ScalarValues.words(type).forEach(words::add);
            ((ArrayNode) node.path("anyOf")).addObject().put("type", "string").put("pattern", TEMPLATED);
            return;
        }
        String number = integer(type) ? "integer" : decimal(type) ? "number" : null;
        if (number != null) {
            ObjectNode form = node.putArray("anyOf").addObject().put("type", number);
            if (key != null && key.min() != Long.MIN_VALUE) {
                form.put("minimum", key.min());
            }
            if (key != null && key.max() != Long.MAX_VALUE) {
                form.put("maximum", key.max());
            }
            ((ArrayNode) node.path("anyOf")).addObject().put("type", "string").put("pattern", TEMPLATED);
        } else if (type == boolean.class || type == Boolean.class) {
            ArrayNode forms = node.putArray("anyOf");
            forms.addObject().put("type", "boolean");
            forms.addObject().put("type", "string").put("pattern", TEMPLATED);
        } else if (type == Duration.class || type == ByteSize.class) {
            node.putArray("type").add("string").add("integer");
        } else if (type == Secret.class) {
            node.put("type", "string");
        } else {
            node.putArray("type").add("string").add("number").add("boolean");
        }
    }

    private static boolean integer(Class<?> type) {
        return type == int.class || type == long.class || type == Integer.class || type == Long.class;
    }

    private static boolean decimal(Class<?> type) {
        return type == double.class || type == Double.class;
    }

    private static void reference(ObjectNode node, String definition) {
        node.put("$ref", "#/$defs/" + definition);
    }

    private static String word(Rest rest) {
        return rest.name().toLowerCase(java.util.Locale.ROOT);
    }

    /// Options that hold names of the user's own but whose key no manifest keeps as it is: none, in a sound catalog.
    ///
    /// A guard for connector authors: see [Language#OWN_NAMES].
    public static List<String> misnamedMaps(Catalog catalog) {
        List<String> misnamed = new ArrayList<>();
        RecipeSchema schema = new RecipeSchema(catalog);
        for (Rest rest : Rest.values()) {
            schema.types(rest).forEach((name, options) -> misnamed(word(rest) + " " + name, options, misnamed));
        }
        return misnamed;
    }

    private static void misnamed(String where, Class<? extends Record> options, List<String> misnamed) {
        for (OptionKey key : OptionModel.of(options).keys()) {
            boolean map = key.type() instanceof ParameterizedType type && type.getRawType() == Map.class;
            if (map && !Language.OWN_NAMES.contains(key.name())) {
                misnamed.add(where + ": " + key.name());
            }
            if (key.type() instanceof Class<?> nested && nested.isRecord() && nested != ByteSize.class) {
                misnamed(where + "." + key.name(), nested.asSubclass(Record.class), misnamed);
            }
        }
    }

    /// Where [Option] has no text: a guard for the reference pages.
    public static List<String> undocumented(Catalog catalog) {
        List<String> undocumented = new ArrayList<>();
        RecipeSchema schema = new RecipeSchema(catalog);
        for (Rest rest : Rest.values()) {
            schema.types(rest)
                    .forEach((name, options) -> OptionModel.of(options).keys().stream()
                            .filter(key -> key.doc().isEmpty())
                            .forEach(key -> undocumented.add(word(rest) + " " + name + ": " + key.name())));
        }
        return undocumented;
    }
}
