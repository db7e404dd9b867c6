package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Mapping;
import java.nio.file.Path;
import java.util.Objects;

/// Sections that a recipe leaves out.
final class Defaults {
    private Defaults() {}

    /// A record with nothing but its defaults.
    static <C extends Record> C of(Class<C> record) {
        Binder binder = new Binder(new BindContext(Path.of(""), SecretResolver.assumingPresent(), null, ""));
        return Objects.requireNonNull(binder.bind(Mapping.empty(Place.of("defaults")), record, ""));
    }
}
