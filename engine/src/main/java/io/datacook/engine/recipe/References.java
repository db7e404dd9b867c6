package io.datacook.engine.recipe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `${env:NAME}`, `${env:NAME:-default}`, `${file:path}`, `${secret:name/key}` and `${NAME}` in texts; `$${` is
/// a plain `${`.
///
/// References stay in trees, digests and reports as they are written; only [Options] resolves them.
final class References {
    private static final List<String> SCHEMES = List.of("env", "file", "secret");
    private static final String OPEN = "${";
    private static final String DEFAULT = ":-";

    private References() {}

    /// A text with its references resolved.
    ///
    /// @param text the whole text; not to be shown if there were references
    /// @param complaints one sentence for each reference that did not resolve, without any secret
    record Resolved(String text, List<String> complaints) {}

    /// What to do about a complaint, or `null` where it says so itself.
    static @Nullable String wayOut(String complaint) {
        if (complaint.contains("environment variable")) {
            return "Set it, or give a default: ${env:NAME:-default}.";
        }
        return complaint.startsWith("the secret file") ? "Relative paths start at the recipe's folder." : null;
    }

    /// Whether the text holds a reference, or an escaped one.
    static boolean present(String text) {
        return text.contains(OPEN);
    }

    /// Resolves all references of a text.
    static Resolved resolve(String text, SecretResolver secrets) {
        StringBuilder result = new StringBuilder();
        List<String> complaints = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            if (open > from && text.charAt(open - 1) == '$') {
                result.append(text, from, open - 1).append(OPEN);
                from = open + OPEN.length();
                continue;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                complaints.add("a reference is not closed: '}' is missing after '${'");
                break;
            }
            result.append(text, from, open);
            result.append(one(text.substring(open + OPEN.length(), close), secrets, complaints));
            from = close + 1;
        }
        return new Resolved(result.append(text, from, text.length()).toString(), complaints);
    }

    private static String one(String reference, SecretResolver secrets, List<String> complaints) {
        int fallbackAt = reference.indexOf(DEFAULT);
        String address = fallbackAt < 0 ? reference : reference.substring(0, fallbackAt);
        int colon = address.indexOf(':');
        String scheme = colon < 0 ? "env" : address.substring(0, colon).strip();
        String name = address.substring(colon + 1).strip();
        if (!SCHEMES.contains(scheme)) {
            String near = DidYouMean.suggest(scheme, SCHEMES);
            complaints.add("${%s} has an unknown kind '%s'; known are ${env:NAME}, ${file:path}, ${secret:name/key}%s"
                    .formatted(reference, scheme, near == null ? "" : ". " + near));
            return "";
        }
        String value = name.isEmpty() ? null : secrets.resolve(scheme, name);
        if (value != null) {
            return value;
        }
        if (fallbackAt >= 0) {
            return reference.substring(fallbackAt + DEFAULT.length());
        }
        complaints.add(
                switch (scheme) {
                    case "env" -> "the environment variable '%s' is not set".formatted(name);
                    case "file" -> "the secret file '%s' is missing or cannot be read".formatted(name);
                    default -> "the secret '%s' is not mounted".formatted(name);
                });
        return "";
    }
}
