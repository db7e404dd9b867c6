package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Kind;
import java.util.regex.Pattern;

/// What plain scalars mean in YAML 1.2's core schema.
final class ScalarKinds {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private ScalarKinds() {}

    /// The kind of an unquoted text.
    static Kind of(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> Kind.NULL;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> Kind.BOOLEAN;
            // Numbers are short; a look at the first character spares the patterns long texts.
            default -> text.length() > 64 || "+-.0123456789".indexOf(text.charAt(0)) < 0 ? Kind.TEXT : number(text);
        };
    }

    private static Kind number(String text) {
        if (INTEGER.matcher(text).matches()) {
            return Kind.INTEGER;
        }
        return DECIMAL.matcher(text).matches() ? Kind.DECIMAL : Kind.TEXT;
    }
}
