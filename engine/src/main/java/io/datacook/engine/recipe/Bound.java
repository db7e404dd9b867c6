package io.datacook.engine.recipe;

import io.datacook.api.DatacookException;
import java.util.List;

/// What came of binding options: the record, or everything that is wrong.
public sealed interface Bound<C> {
    /// All options fit.
    record Options<C>(C value) implements Bound<C> {}

    /// At least one does not.
    record Problems<C>(List<RecipeProblem> problems) implements Bound<C> {
        public Problems {
            problems = RecipeProblem.sorted(problems);
        }
    }

    /// The record.
    ///
    /// @throws DatacookException with the first problem's code, all problems in the message
    default C orThrow() {
        return switch (this) {
            case Options<C>(C value) -> value;
            case Problems<C>(List<RecipeProblem> problems) -> throw RecipeProblem.exception(problems);
        };
    }
}
