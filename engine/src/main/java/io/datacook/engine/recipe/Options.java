package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Mapping;
import java.util.List;

/// Binds positioned nodes to options records: see [io.datacook.api.Option] for the types.
public final class Options {
    private Options() {}

    /// Binds a mapping to a record: resolves references, fills templates where the context has values, checks all.
    ///
    /// Unknown keys, missing keys, wrong types and what the record's constructor refuses all become problems;
    /// nothing is
    /// thrown for what a recipe says.
    public static <C extends Record> Bound<C> bind(Mapping options, Class<C> record, BindContext context) {
        Binder binder = new Binder(context);
        C value = binder.bind(options, record, context.path());
        List<RecipeProblem> problems = binder.problems();
        return value == null || !problems.isEmpty() ? new Bound.Problems<>(problems) : new Bound.Options<>(value);
    }
}
