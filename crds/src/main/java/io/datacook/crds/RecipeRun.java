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

/// One execution of a recipe. Its spec never changes.
@Group(Recipe.GROUP)
@Version(Recipe.VERSION)
@Kind("RecipeRun")
@Singular("reciperun")
@Plural("reciperuns")
@ShortNames("rcpr")
public final class RecipeRun extends CustomResource<RecipeRunSpec, RecipeRunStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable RecipeRunSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable RecipeRunStatus initStatus() {
        return null;
    }
}
