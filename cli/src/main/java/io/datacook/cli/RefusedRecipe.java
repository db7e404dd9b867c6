package io.datacook.cli;

import io.datacook.engine.recipe.RecipeProblem;
import java.util.List;

/// A recipe with problems, on its way to whoever prints them.
final class RefusedRecipe extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<RecipeProblem> problems;

    RefusedRecipe(List<RecipeProblem> problems) {
        super(problems.size() + " problems", null, false, false);
        this.problems = List.copyOf(problems);
    }

    /// Sorted by place.
    List<RecipeProblem> problems() {
        return problems;
    }
}
