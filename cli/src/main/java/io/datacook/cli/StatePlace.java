package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.recipe.ConfigNode;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.Place;
import io.datacook.engine.recipe.StateConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What `--state` means: the same `state:` that a recipe could say. Secrets stay references to the environment, so that
/// none lies in a tree that might be printed.
final class StatePlace {
    private static final String TOKEN = "DATACOOK_STATE_TOKEN";
    private static final String TOKEN_FILE = "DATACOOK_STATE_TOKEN_FILE";
    private static final String PASSWORD = "PGPASSWORD";
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*", Pattern.DOTALL);
    private static final Place WRITTEN = Place.of("--state");

    private StatePlace() {}

    /// @return `null` if it is a folder
    /// @throws DatacookException `USAGE` for an address that nothing answers to
    static @Nullable StateConfig config(String place, Map<String, String> variables) {
        Matcher address = SCHEME.matcher(place);
        if (!address.matches()) {
            return null;
        }
        String scheme = String.valueOf(address.group(1));
        return switch (scheme) {
            case "http", "https" -> new StateConfig("service", service(place, variables), WRITTEN);
            case "postgres", "postgresql" -> new StateConfig("postgres", postgres(place, variables), WRITTEN);
            default ->
                throw new DatacookException(
                        ErrorCode.USAGE,
                        ("--state begins with '%s://', and nothing keeps checkpoints there\n"
                                        + "Write a folder, http://…, https://… or postgres://….")
                                .formatted(scheme));
        };
    }

    private static Mapping service(String place, Map<String, String> variables) {
        List<ConfigNode.Entry> entries = new ArrayList<>();
        entries.add(entry("url", place));
        if (isSet(variables, TOKEN)) {
            entries.add(entry("token", "${env:" + TOKEN + "}"));
        } else if (isSet(variables, TOKEN_FILE)) {
            entries.add(entry("token_file", String.valueOf(variables.get(TOKEN_FILE))));
        }
        return new Mapping(entries, WRITTEN);
    }

    private static Mapping postgres(String place, Map<String, String> variables) {
        List<ConfigNode.Entry> entries = new ArrayList<>();
        entries.add(entry("url", place));
        if (isSet(variables, PASSWORD) && !place.matches("[a-z]+://[^/@]*:[^/@]*@.*")) {
            entries.add(entry("password", "${env:" + PASSWORD + "}"));
        }
        return new Mapping(entries, WRITTEN);
    }

    private static boolean isSet(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value != null && !value.isEmpty();
    }

    private static ConfigNode.Entry entry(String key, String text) {
        return new ConfigNode.Entry(key, WRITTEN, Scalar.text(text, WRITTEN));
    }
}
