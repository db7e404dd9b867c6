package io.datacook.engine.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a recipe sees of the process that reads it.
///
/// @param variables environment variables
/// @param processors processors this process may use, for the default of `parallelism`
public record Environment(Map<String, String> variables, int processors) {
    /// The folder that holds mounted Kubernetes Secrets, a folder each.
    static final String SECRETS_FOLDER = "DATACOOK_SECRETS";

    /// A secret of at most this many bytes is read.
    private static final int SECRET_BYTES_MAX = 1 << 20;

    public Environment {
        variables = Map.copyOf(variables);
    }

    /// The environment of this process.
    public static Environment system() {
        return new Environment(System.getenv(), Runtime.getRuntime().availableProcessors());
    }

    /// A variable, or `null`.
    public @Nullable String variable(String name) {
        return variables.get(name);
    }

    /// Resolves `env` from the variables, `file` relative to the recipe's folder, `secret` from mounted files.
    public SecretResolver secrets(Path folder) {
        return (scheme, name) -> switch (scheme) {
            case "env" -> env(name);
            case "file" -> read(folder.resolve(name));
            case "secret" ->
                read(Path.of(variables.getOrDefault(SECRETS_FOLDER, "/etc/datacook/secrets"))
                        .resolve(name));
            default -> null;
        };
    }

    /// A variable, or the password in the URL of a connection's variable.
    private @Nullable String env(String name) {
        if (!name.endsWith(ConnectionUrl.PASSWORD)) {
            return variables.get(name);
        }
        String url = variables.get(name.substring(0, name.length() - ConnectionUrl.PASSWORD.length()));
        return url == null ? null : ConnectionUrl.password(url.strip());
    }

    /// A secret's text without the line break that editors leave at the end.
    private static @Nullable String read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > SECRET_BYTES_MAX) {
                return null;
            }
            String text = Files.readString(file);
            int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
            return text.substring(0, text.length() - end);
        } catch (IOException unreadable) {
            return null;
        }
    }
}
