package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.util.List;
import java.util.regex.Pattern;

/// Writes trees as YAML that reads back the same.
public final class RecipeYaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@%+=-]*( [A-Za-z0-9_./@%+=-]+)*");

    private RecipeYaml() {}

    /// A resolved recipe: references as written, secrets in clear as stars.
    public static String write(Recipe recipe) {
        return write(Redaction.tree(recipe.tree()));
    }

    /// A tree as it is.
    static String write(Mapping tree) {
        StringBuilder text = new StringBuilder();
        mapping(tree, 0, text);
        return text.toString();
    }

    /// One scalar, in quotes where it would not read back the same without.
    static String scalar(Scalar scalar) {
        if (scalar.kind() == Kind.NULL) {
            return "null";
        }
        if (scalar.kind() != Kind.TEXT) {
            return scalar.text();
        }
        return text(scalar.text());
    }

    private static String text(String text) {
        boolean plain = PLAIN.matcher(text).matches() && ScalarKinds.of(text) == Kind.TEXT && text.length() < 4096;
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    boolean printable = letter >= ' ' && letter < 0x7f || letter > 0xa0 && letter < 0xd800;
                    quoted.append(printable ? String.valueOf(letter) : escape(text, i));
                }
            }
        }
        return quoted.append('"').toString();
    }

    /// Surrogate pairs stand for themselves; what cannot be printed is escaped.
    private static String escape(String text, int index) {
        char letter = text.charAt(index);
        return Character.isSurrogate(letter) ? String.valueOf(letter) : "\\u%04x".formatted((int) letter);
    }

    private static void mapping(Mapping mapping, int indent, StringBuilder text) {
        for (Entry entry : mapping.entries()) {
            text.append(" ".repeat(indent)).append(text(entry.key())).append(':');
            value(entry.value(), indent + 2, text);
        }
    }

    /// What stands behind a key, with the line's end.
    private static void value(ConfigNode node, int indent, StringBuilder text) {
        switch (node) {
            case Mapping mapping when mapping.entries().isEmpty() -> text.append(" {}\n");
            case Mapping mapping -> {
                text.append('\n');
                mapping(mapping, indent, text);
            }
            case Sequence sequence
            when flat(sequence) -> text.append(' ').append(flow(sequence)).append('\n');
            case Sequence sequence -> {
                text.append('\n');
                items(sequence.items(), indent, text);
            }
            case Scalar scalar -> text.append(' ').append(scalar(scalar)).append('\n');
        }
    }

    private static void items(List<ConfigNode> items, int indent, StringBuilder text) {
        for (ConfigNode item : items) {
            text.append(" ".repeat(indent)).append('-');
            switch (item) {
                case Mapping mapping
                when !mapping.entries().isEmpty() -> {
                    int start = text.length();
                    mapping(mapping, indent + 2, text);
                    // The first key stands beside the dash.
                    text.replace(start, start + indent + 2, " ");
                }
                case Sequence sequence
                when flat(sequence) -> text.append(' ').append(flow(sequence)).append('\n');
                case Sequence sequence -> {
                    text.append('\n');
                    items(sequence.items(), indent + 2, text);
                }
                case Mapping _ -> text.append(" {}\n");
                case Scalar scalar -> text.append(' ').append(scalar(scalar)).append('\n');
            }
        }
    }

    private static boolean flat(Sequence sequence) {
        return sequence.items().stream().allMatch(Scalar.class::isInstance);
    }

    private static String flow(Sequence sequence) {
        return sequence.items().stream()
                .map(item -> scalar((Scalar) item))
                .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
    }
}
