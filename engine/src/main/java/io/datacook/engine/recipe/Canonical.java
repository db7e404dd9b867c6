package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/// The one spelling of a tree that its digest is made from: keys sorted, no places, secrets as references or stars.
final class Canonical {
    private Canonical() {}

    /// `sha256:` and 64 hexadecimal digits.
    static String digest(Mapping tree) {
        StringBuilder text = new StringBuilder();
        write(tree, text);
        return "sha256:" + sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// 64 hexadecimal digits.
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Lengths stand before texts, so that no two trees are spelled the same.
    private static void write(ConfigNode node, StringBuilder text) {
        switch (node) {
            case Mapping mapping -> {
                text.append('{');
                mapping.entries().stream()
                        .sorted(Comparator.comparing(Entry::key))
                        .forEach(entry -> {
                            string(entry.key(), text);
                            write(Redaction.value(entry), text);
                        });
                text.append('}');
            }
            case Sequence sequence -> {
                text.append('[');
                sequence.items().forEach(item -> write(item, text));
                text.append(']');
            }
            case Scalar scalar -> {
                boolean nothing = scalar.kind() == Kind.NULL;
                text.append(nothing ? 'n' : 's');
                string(nothing ? "" : scalar.text(), text);
            }
        }
    }

    private static void string(String value, StringBuilder text) {
        text.append(value.length()).append(':').append(value);
    }
}
