package io.datacook.engine.recipe;

import io.datacook.api.DatacookException;
import io.datacook.api.Secret;
import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.Key.Rest;
import io.datacook.engine.recipe.OptionModel.OptionKey;
import io.datacook.engine.recipe.OptionModel.Part;
import io.datacook.engine.recipe.ScalarValues.Unfit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One binding, with the problems it meets on the way. A value that does not fit is `null` and has its problem.
final class Binder {
    private final BindContext context;
    private final List<RecipeProblem> problems = new ArrayList<>();

    Binder(BindContext context) {
        this.context = context;
    }

    List<RecipeProblem> problems() {
        return problems;
    }

    /// Binds all components and makes the record.
    ///
    /// @param path where the mapping stands in the recipe; may be empty
    <C extends Record> @Nullable C bind(Mapping options, Class<C> record, String path) {
        OptionModel model = OptionModel.of(record);
        int before = problems.size();
        if (model.rest() == Rest.NONE) {
            unknownKeys(options, model, path);
        }
        @Nullable Object[] arguments = arguments(options, options.index(), model, path);
        if (problems.size() > before && !lenient(model, arguments)) {
            return null;
        }
        return construct(record, arguments, options, path);
    }

    private @Nullable Object[] arguments(Mapping options, Map<String, Entry> entries, OptionModel model, String path) {
        @Nullable Object[] arguments = new @Nullable Object[model.parts().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = switch (model.parts().get(i)) {
                case Part.One(OptionKey key) -> component(options, entries, key, path);
                case Part.Group(OptionModel group) -> group(options, entries, group, path);
                case Part.Others _ -> options.without(new HashSet<>(model.names()));
            };
        }
        return arguments;
    }

    /// A record of keys that stand in the mapping of the record around it.
    private @Nullable Object group(Mapping options, Map<String, Entry> entries, OptionModel group, String path) {
        int before = problems.size();
        @Nullable Object[] arguments = arguments(options, entries, group, path);
        return problems.size() > before ? null : construct(group.record(), arguments, options, path);
    }

    /// Common keys are read on although one is wrong, so that all problems show at once; a connector's record, which
    /// checks itself, only ever sees what the recipe says.
    private static boolean lenient(OptionModel model, @Nullable Object[] arguments) {
        if (model.record().getEnclosingClass() != Language.class) {
            return false;
        }
        for (int i = 0; i < arguments.length; i++) {
            boolean needed =
                    switch (model.parts().get(i)) {
                        case Part.One(OptionKey key) -> key.required() || key.defaultValue() != null;
                        case Part.Group _ -> true;
                        case Part.Others _ -> false;
                    };
            if (arguments[i] == null && needed) {
                return false;
            }
        }
        return true;
    }

    private void unknownKeys(Mapping options, OptionModel model, String path) {
        for (Entry entry : options.entries()) {
            if (!model.names().contains(entry.key())) {
                String allowed =
                        model.names().isEmpty() ? "it has no keys" : "its keys are " + String.join(", ", model.names());
                problem(
                        Rule.UNKNOWN_KEY,
                        entry.place(),
                        "'%s' is not a key of %s; %s"
                                .formatted(entry.key(), path.isEmpty() ? "a recipe" : path, allowed),
                        DidYouMean.suggest(entry.key(), model.names()));
            }
        }
    }

    private @Nullable Object component(Mapping options, Map<String, Entry> entries, OptionKey key, String path) {
        Entry entry = entries.get(key.name());
        String keyPath = path.isEmpty() ? key.name() : path + "." + key.name();
        if (entry != null && (!isNull(entry) || isNullWord(entry, key.type()))) {
            Object value = value(entry.value(), key.type(), keyPath);
            range(value, key, entry.value(), keyPath);
            if (value != null) {
                return value;
            }
        }
        if (key.defaultValue() != null) {
            return value(Scalar.text(key.defaultValue(), options.place()), key.type(), keyPath);
        }
        if (key.required() && (entry == null || isNull(entry))) {
            String example = key.examples().isEmpty() ? "…" : key.examples().getFirst();
            problem(
                    Rule.MISSING_KEY,
                    entry == null ? options.place() : entry.place(),
                    "%s is missing".formatted(keyPath),
                    "Add %s: %s".formatted(key.name(), example));
            return null;
        }
        Class<?> type = raw(key.type());
        return type == List.class ? List.of() : type == Map.class ? Map.of() : null;
    }

    private static boolean isNull(Entry entry) {
        return entry.value() instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }

    /// `on_error: null` means the word where an enum has it.
    private static boolean isNullWord(Entry entry, Type type) {
        return raw(type).isEnum()
                && entry.value() instanceof Scalar scalar
                && scalar.text().equals("null")
                && ScalarValues.words(raw(type)).contains("null");
    }

    private void range(@Nullable Object value, OptionKey key, ConfigNode node, String path) {
        if (value instanceof Number number && (number.longValue() < key.min() || number.longValue() > key.max())) {
            String allowed = key.max() == Long.MAX_VALUE
                    ? "at least %d".formatted(key.min())
                    : "%d to %d".formatted(key.min(), key.max());
            problem(Rule.WRONG_VALUE, node.place(), "%s is %s; allowed is %s".formatted(path, value, allowed), null);
        }
    }

    private @Nullable Object value(ConfigNode node, Type type, String path) {
        Class<?> raw = raw(type);
        if (ConfigNode.class.isAssignableFrom(raw)) {
            return raw.isInstance(node) ? node : wrongType(node, raw == Mapping.class ? "a mapping" : "a list", path);
        }
        if (raw == List.class) {
            return list(node, argument(type, 0), path);
        }
        if (raw == Map.class) {
            return map(node, argument(type, 1), path);
        }
        if (raw.isRecord() && raw != io.datacook.api.ByteSize.class) {
            return node instanceof Mapping mapping
                    ? bind(mapping, raw.asSubclass(Record.class), path)
                    : wrongType(node, "a mapping", path);
        }
        if (node instanceof Scalar scalar) {
            return scalar(scalar, raw, path);
        }
        return wrongType(node, "a single value", path);
    }

    private @Nullable Object list(ConfigNode node, Type item, String path) {
        List<ConfigNode> nodes =
                switch (node) {
                    case Sequence sequence -> sequence.items();
                    case Scalar scalar -> List.of(scalar);
                    case Mapping mapping -> {
                        wrongType(mapping, "a list", path);
                        yield List.of();
                    }
                };
        List<Object> values = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            String itemPath = node instanceof Sequence ? path + "[" + i + "]" : path;
            if (nodes.get(i) instanceof Scalar scalar && scalar.kind() == Kind.NULL) {
                wrongType(scalar, "a value", itemPath);
            } else {
                Object value = value(nodes.get(i), item, itemPath);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return Collections.unmodifiableList(values);
    }

    private @Nullable Object map(ConfigNode node, Type valueType, String path) {
        if (!(node instanceof Mapping mapping)) {
            return wrongType(node, "a mapping", path);
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            values.put(entry.key(), value(entry.value(), valueType, path + "." + entry.key()));
        }
        return Collections.unmodifiableMap(values);
    }

    private @Nullable Object scalar(Scalar scalar, Class<?> type, String path) {
        boolean referring = References.present(scalar.text());
        String text = resolve(scalar, path);
        if (text == null) {
            return null;
        }
        try {
            if (type == String.class) {
                return text;
            }
            if (type == Secret.class) {
                return Secret.of(text);
            }
            if (type == java.nio.file.Path.class) {
                return context.folder().resolve(text);
            }
            if (type == char.class || type == Character.class) {
                return character(text);
            }
            return ScalarValues.parse(text, type);
        } catch (Unfit | InvalidPathException unfit) {
            String shown = referring
                    ? "%s has a value that".formatted(path)
                    : "%s is '%s', which".formatted(path, Texts.cut(text));
            String reason = unfit instanceof Unfit ? String.valueOf(unfit.getMessage()) : "is not a path";
            problem(
                    type.isEnum() ? Rule.WRONG_VALUE : Rule.WRONG_TYPE,
                    scalar.place(),
                    shown + " " + reason,
                    type.isEnum() && !referring ? DidYouMean.suggest(text, ScalarValues.words(type)) : null);
            return null;
        }
    }

    private static char character(String text) throws Unfit {
        String plain = text.equals("\\t") ? "\t" : text;
        if (plain.length() != 1) {
            throw new Unfit("is not one character");
        }
        return plain.charAt(0);
    }

    private @Nullable String resolve(Scalar scalar, String path) {
        String text = scalar.text();
        if (Templates.present(text)) {
            RunValues values = context.values();
            try {
                text = Templates.render(text, values == null ? RunValues.ASSUMED : values);
            } catch (DatacookException e) {
                if (values == null) {
                    // reading the recipe has found it already
                    return text;
                }
                problem(Rule.TEMPLATE, scalar.place(), "%s: %s".formatted(path, e.getMessage()), null);
                return null;
            }
        }
        if (!References.present(text)) {
            return text;
        }
        References.Resolved resolved = References.resolve(text, context.secrets());
        for (String complaint : resolved.complaints()) {
            problem(Rule.REFERENCE, scalar.place(), "%s: %s".formatted(path, complaint), References.wayOut(complaint));
        }
        return resolved.complaints().isEmpty() ? resolved.text() : null;
    }

    private <C extends Record> @Nullable C construct(
            Class<C> record, @Nullable Object[] arguments, Mapping options, String path) {
        try {
            return OptionModel.constructor(record).newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalArgumentException || cause instanceof DatacookException) {
                refused(String.valueOf(cause.getMessage()), options, path);
                return null;
            }
            throw new IllegalStateException("the constructor of %s failed".formatted(record), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s cannot be made".formatted(record), e);
        }
    }

    /// A record that checks itself names the key it complains about; the problem stands at that key.
    private void refused(String message, Mapping options, String path) {
        Entry named = null;
        for (Entry entry : options.entries()) {
            boolean mentioned = Texts.mentions(message, entry.key());
            if (mentioned
                    && (named == null || entry.key().length() > named.key().length())) {
                named = entry;
            }
        }
        Rule rule = Rule.WRONG_VALUE;
        String where = path.isEmpty() ? "" : path + ": ";
        problem(rule, named == null ? options.place() : named.value().place(), where + message, null);
    }

    private @Nullable Object wrongType(ConfigNode node, String wanted, String path) {
        problem(
                Rule.WRONG_TYPE,
                node.place(),
                "%s is %s; it takes %s".formatted(path, shown(node), wanted),
                form(wanted));
        return null;
    }

    private static @Nullable String form(String wanted) {
        return switch (wanted) {
            case "a list" -> "Write [ … ], or one item a line, each after '- '.";
            case "a mapping" -> "Write { key: value }, or one indented key: value a line.";
            default -> null;
        };
    }

    private static String shown(ConfigNode node) {
        return node instanceof Scalar scalar && scalar.kind() != Kind.NULL && !References.present(scalar.text())
                ? "'%s'".formatted(Texts.cut(scalar.text()))
                : node.describe();
    }

    private void problem(Rule rule, Place place, String message, @Nullable String suggestion) {
        problems.add(new RecipeProblem(rule, place, message, suggestion));
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> throw new IllegalStateException("options cannot have components of " + type);
        };
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
