package io.datacook.engine.recipe;

import io.datacook.api.WriteMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One stream of a recipe, or a pattern that stands for several: from where, through what, to where.
///
/// @param name the stream's name; for a [Selection#PATTERN] with `*` in it
/// @param selection how the planner finds the stream
/// @param excludes names or patterns that a pattern leaves out; otherwise empty
/// @param source where rows come from
/// @param asset the dataset's definition that rows are validated against, or `null`
/// @param steps transform steps in order, macros expanded
/// @param destination where rows go; texts may hold run-time templates such as `{{ stream.name }}`
/// @param mode what becomes of rows that are there
/// @param incremental which rows a run takes
/// @param schema what happens when the source's columns change
/// @param errors what happens to rows that fail
/// @param require the delivery the recipe insists on
public record StreamRecipe(
        String name,
        Selection selection,
        List<String> excludes,
        SourceConfig source,
        @Nullable AssetConfig asset,
        List<StepConfig> steps,
        DestinationConfig destination,
        WriteMode mode,
        Incremental incremental,
        SchemaContract schema,
        ErrorPolicy errors,
        DeliveryConfig require) {
    public StreamRecipe {
        excludes = List.copyOf(excludes);
        steps = List.copyOf(steps);
    }

    /// How the planner finds a stream.
    public enum Selection {
        /// The source's options say it all.
        WHOLE_SOURCE,
        /// `source.streams` names it: the source's `discover` has the options that select it.
        NAMED,
        /// `source.streams` has a pattern: every discovered stream that matches, except those named by entries of
        /// their own or by [#excludes].
        PATTERN
    }
}
