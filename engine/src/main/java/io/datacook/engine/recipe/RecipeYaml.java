package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes trees as YAML that reads back the same.
public final class RecipeYaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@%+=-]*( [A-Za-z0-9_./@%+=-]+)*");

    private RecipeYaml() {}

    /// One line of YAML.
    ///
    /// @param place where its value was written, or `null` for a line that only opens a mapping or list
    record Line(String text, @Nullable Place place) {}

    /// A resolved recipe: references as written, secrets in clear as stars.
    public static String write(Recipe recipe) {
        return write(Redaction.tree(recipe.tree()));
    }

    /// A tree as it is.
    static String write(Mapping tree) {
        return lines(tree).stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    }

    /// A tree as it is, line by line.
    static List<Line> lines(Mapping tree) {
        List<Line> lines = new ArrayList<>();
        mapping(tree, "", "", lines);
        return lines;
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
                    boolean printable = (letter >= ' ' && letter < 0x7f) || (letter > 0xa0 && letter < 0xd800);
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

    /// @param first what stands before the first key: the indent, or the dash of a list
    /// @param indent what stands before the others
    private static void mapping(Mapping mapping, String first, String indent, List<Line> lines) {
        String before = first;
        for (Entry entry : mapping.entries()) {
            value(entry.value(), before + text(entry.key()) + ":", indent, lines);
            before = indent;
        }
    }

    private static void value(ConfigNode node, String head, String indent, List<Line> lines) {
        switch (node) {
            case Mapping mapping
            when !mapping.entries().isEmpty() -> {
                lines.add(new Line(head, null));
                mapping(mapping, indent + "  ", indent + "  ", lines);
            }
            case Sequence sequence
            when !flat(sequence) -> {
                lines.add(new Line(head, null));
                items(sequence.items(), indent + "  ", lines);
            }
            case Mapping mapping -> lines.add(new Line(head + " {}", mapping.place()));
            case Sequence sequence -> lines.add(new Line(head + " " + flow(sequence), sequence.place()));
            case Scalar scalar -> lines.add(new Line(head + " " + scalar(scalar), scalar.place()));
        }
    }

    private static void items(List<ConfigNode> items, String indent, List<Line> lines) {
        for (ConfigNode item : items) {
            if (item instanceof Mapping mapping && !mapping.entries().isEmpty()) {
                mapping(mapping, indent + "- ", indent + "  ", lines);
            } else {
                value(item, indent + "-", indent, lines);
            }
        }
    }

    private static boolean flat(Sequence sequence) {
        return sequence.items().stream().allMatch(Scalar.class::isInstance);
    }

    private static String flow(Sequence sequence) {
        return sequence.items().stream().map(item -> scalar((Scalar) item)).collect(Collectors.joining(", ", "[", "]"));
    }
}
