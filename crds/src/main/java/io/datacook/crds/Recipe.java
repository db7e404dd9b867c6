package io.datacook.crds;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/// What to load, and when and how a cluster does it.
@Group(Recipe.GROUP)
@Version(Recipe.VERSION)
@Kind("Recipe")
@Singular("recipe")
@Plural("recipes")
@ShortNames("rcp")
public final class Recipe extends CustomResource<RecipeSpec, RecipeStatus> implements Namespaced {
    /// The API group of all three kinds.
    public static final String GROUP = "datacook.dev";

    /// Its version.
    public static final String VERSION = "v1alpha1";

    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable RecipeSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable RecipeStatus initStatus() {
        return null;
    }
}
