package io.datacook.engine.recipe;

import org.jspecify.annotations.Nullable;

/// Turns references into values, when a connector opens.
@FunctionalInterface
public interface SecretResolver {
    /// Resolves one reference.
    ///
    /// @param scheme `env`, `file` or `secret`
    /// @param name the variable, the file's path as written, or `name/key` of a mounted Kubernetes Secret
    /// @return the value, or `null` if it is missing or cannot be read
    @Nullable
    String resolve(String scheme, String name);

    /// Takes every reference for present, for checks where secrets are out of reach.
    static SecretResolver assumingPresent() {
        return (_, _) -> "secret";
    }
}
