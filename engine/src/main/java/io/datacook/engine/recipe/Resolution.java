package io.datacook.engine.recipe;

import io.datacook.api.DatacookException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of reading a recipe: the recipe, or everything that is wrong with it.
///
/// @param recipe `null` if and only if there are problems
/// @param problems sorted by place
public record Resolution(@Nullable Recipe recipe, List<RecipeProblem> problems) {
    public Resolution {
        problems = RecipeProblem.sorted(problems);
        if ((recipe == null) == problems.isEmpty()) {
            throw new IllegalArgumentException("a resolution is either a recipe or problems");
        }
    }

    /// The recipe.
    ///
    /// @throws DatacookException with the first problem's code, all problems in the message
    public Recipe orThrow() {
        if (recipe == null) {
            throw RecipeProblem.exception(problems);
        }
        return recipe;
    }
}
