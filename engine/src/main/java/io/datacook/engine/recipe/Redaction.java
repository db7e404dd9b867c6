package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.util.regex.Pattern;

/// Hides secrets that somebody wrote in clear; references to secrets stay as they are.
public final class Redaction {
    private static final String STARS = "******";
    private static final Pattern SECRET_KEY = Pattern.compile("(?i)(.*_)?(password|passwd|secret|token|credentials?"
            + "|api_?key|secret_access_key|private_key|account_key|salt)");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*:[^/@\\s]+(?=@)");

    private Redaction() {}

    /// The tree with stars for secrets.
    public static Mapping tree(Mapping mapping) {
        return new Mapping(
                mapping.entries().stream()
                        .map(entry -> new Entry(entry.key(), entry.place(), deep(value(entry))))
                        .toList(),
                mapping.place());
    }

    /// Whether a value is a secret that somebody wrote in clear.
    ///
    /// @param key in snake_case or camelCase
    /// @param value as written
    public static boolean inClear(String key, String value) {
        if (References.present(value)) {
            return false;
        }
        return SECRET_KEY.matcher(OptionModel.snakeCase(key)).matches()
                || !text(value).equals(value);
    }

    /// An entry's value, stars if its key or its text says that it is a secret.
    static ConfigNode value(Entry entry) {
        if (!(entry.value() instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
            return entry.value();
        }
        if (References.present(scalar.text())) {
            return scalar;
        }
        if (SECRET_KEY.matcher(entry.key()).matches()) {
            return new Scalar(STARS, Kind.TEXT, scalar.place());
        }
        String shown = text(scalar.text());
        return shown.equals(scalar.text()) ? scalar : new Scalar(shown, Kind.TEXT, scalar.place());
    }

    /// A text without the password of a URL.
    static String text(String text) {
        return text.contains("://") ? USER_INFO.matcher(text).replaceAll(STARS) : text;
    }

    private static ConfigNode deep(ConfigNode node) {
        return switch (node) {
            case Mapping mapping -> tree(mapping);
            case Sequence sequence ->
                new Sequence(sequence.items().stream().map(Redaction::deep).toList(), sequence.place());
            case Scalar scalar -> scalar;
        };
    }
}
