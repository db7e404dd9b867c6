package io.datacook.api;

import org.apache.arrow.vector.types.pojo.Schema;

/// A kind of transform step, found by [java.util.ServiceLoader]; annotate with `@AutoService(StepType.class)`.
///
/// @param <C> the record that the step's keys in the recipe bind to; see [Option]
public interface StepType<C extends Record> {
    /// The name recipes use in `type:`, a verb in snake_case, such as `rename_columns`.
    String type();

    /// One sentence for the documentation.
    String summary();

    /// The step's options.
    Class<C> options();

    /// Checks the options against the columns that come in, before any row.
    ///
    /// @throws DatacookException `RECIPE_UNSUPPORTED` or `SCHEMA_MISMATCH` naming the column and what there is
    Step open(C options, Schema input, StepContext context);
}
