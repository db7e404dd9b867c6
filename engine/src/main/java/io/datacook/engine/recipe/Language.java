package io.datacook.engine.recipe;

import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.Key.Rest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Every common key of the recipe language, with type, default, range and documentation: the only list there is.
///
/// [Options] binds it, [Normalizer] reads shorthands by it, [RecipeSchema] and the reference page are made from it.
/// Keys of connectors and steps are not here: they come from the options records in the [Catalog].
final class Language {
    /// Keys below which a manifest's names are the user's own: columns, variables, headers. Everything else in a
    /// manifest is camelCase and becomes snake_case; a connector's option of type `Map` needs one of these names.
    static final Set<String> OWN_NAMES = Set.of(
            "mapping", "columns", "types", "values", "vars", "macros", "headers", "parameters", "properties", "labels");

    private Language() {}

    /// The whole recipe.
    record RecipeKeys(
            @Option(
                    value = "Names the recipe's state, sessions and metrics: letters, digits, `.`, `_`, `-`.",
                    examples = "load_orders")
            @Nullable
            String name,

            @Option("One or two sentences for people.") @Nullable
            String description,

            @Option(value = "Whose recipe it is; part of the state's key.", examples = "acme") @Nullable
            String tenant,

            @Option(
                    value = "What this recipe is laid over: files, sibling manifests, cookbooks, pinned URLs.",
                    examples = "base_recipe.yaml")
            @Key(name = "extends")
            List<String> parents,

            @Option(
                    value = "Dotted paths of inherited keys to take away before this recipe is laid over its parents.",
                    examples = "transform.steps")
            List<String> delete,

            @Option("Values for `{{ vars.name }}` templates; a child's value wins.")
            Map<String, ConfigNode> vars,

            @Option("Named lists of steps for `transform.use`.")
            Map<String, List<StepKeys>> macros,

            @Option("Where rows come from.") @Nullable SourceKeys source,

            @Option("The definition rows are validated against.") @Nullable
            AssetKeys asset,

            @Option("What happens on the way.") @Nullable TransformKeys transform,

            @Option("Where rows go.") @Nullable DestinationKeys destination,

            @Option("What happens when the source's columns change.") @Nullable
            SchemaKeys schema,

            @Option("What happens to rows that fail.") @Nullable
            ErrorsKeys errors,

            @Option("What the recipe insists on.") @Nullable RequireKeys require,

            @Option("How to run.") @Nullable RuntimeKeys runtime,

            @Option("Defaults for `runtime`, meant for parents: any `runtime` wins over any `default_runtime`.")
            @Nullable
            RuntimeKeys defaultRuntime,

            @Option("Where checkpoints are kept.") @Nullable StateKeys state) {}

    /// `source:`
    record SourceKeys(
            @Option(value = "The connector.", examples = "postgres") @Nullable
            String type,

            @Option(
                    value = "A connection from `connections.yaml` or `DATACOOK_CONN_<ID>`; its keys lie beneath these.",
                    examples = "src_db")
            @Nullable
            String connId,

            @Option("Which rows a run takes.") @Nullable IncrementalKeys incremental,

            @Option("The streams to load, by name or pattern, each with what differs from the recipe.")
            List<StreamKeys> streams,

            @Key(rest = Rest.SOURCE) Mapping options) {}

    /// One of `source.streams`.
    @Key(shorthand = true)
    record StreamKeys(
            @Option(
                    value = "The stream's name at the source, or a pattern with `*`.",
                    examples = {"public.orders", "public.*"})
            String name,

            @Option(value = "Names or patterns that a pattern leaves out.", examples = "public.tmp_*")
            List<String> exclude,

            @Option("Which rows a run takes.") @Nullable IncrementalKeys incremental,

            @Option("The definition rows are validated against.") @Nullable
            AssetKeys asset,

            @Option("Steps after those of the recipe.") @Nullable
            TransformKeys transform,

            @Option("Laid over the recipe's destination.") @Nullable
            DestinationKeys destination,

            @Option("What happens when the source's columns change.") @Nullable
            SchemaKeys schema,

            @Key(rest = Rest.SOURCE) Mapping options) {}

    /// `incremental:`
    @Key(shorthand = true)
    record IncrementalKeys(
            @Option(
                    value = "`full` takes all rows each time, `cursor` those above the highest value seen.",
                    defaultValue = "full")
            Strategy strategy,

            @Option(value = "The column that grows; needed by `cursor`.", examples = "updated_at") @Nullable
            String cursorColumn,

            @Option(
                    value = "How far behind the highest value the next run starts: a duration or a number.",
                    examples = {"5m", "1000"})
            @Nullable
            String lag,

            @Option(value = "Where the first run starts, exclusive; all rows if absent.", examples = "2026-01-01")
            @Nullable
            String start) {}

    /// Spellings of [Incremental].
    enum Strategy {
        FULL,
        CURSOR
    }

    /// `transform:`
    record TransformKeys(
            @Option(value = "Macros that come before the steps, in this order.", examples = "audit")
            List<String> use,

            @Option("Steps in order; those of parents come first.")
            List<StepKeys> steps) {}

    /// One step.
    record StepKeys(
            @Option(value = "The step's type.", examples = "rename_columns") @Nullable
            String type,

            @Option(value = "Instead of a type: a macro whose steps stand here.", examples = "audit") @Nullable
            String use,

            @Key(rest = Rest.STEP) Mapping options) {}

    /// `destination:`
    record DestinationKeys(
            @Option(value = "The connector.", examples = "duckdb") @Nullable
            String type,

            @Option(
                    value = "A connection from `connections.yaml` or `DATACOOK_CONN_<ID>`; its keys lie beneath these.",
                    examples = "dw")
            @Nullable
            String connId,

            @Option("What becomes of rows that are there. Without it: `merge` if there are `merge_keys`, `append`"
                    + " if the source is incremental, else `replace`, so that a second run changes nothing.")
            @Nullable
            WriteModeWord writeMode,

            @Option(value = "Columns that identify a row; needed by `merge` and `scd2`.", examples = "id")
            List<String> mergeKeys,

            @Option(value = "`merge` only: a boolean column that marks rows to remove.", examples = "_deleted")
            @Nullable
            String deletedColumn,

            @Key(rest = Rest.DESTINATION) Mapping options) {}

    /// Spellings of [io.datacook.api.WriteMode].
    enum WriteModeWord {
        APPEND,
        REPLACE,
        MERGE,
        SCD2
    }

    /// `asset:`
    @Key(shorthand = true)
    record AssetKeys(
            @Option(value = "The definition's file.", examples = "assets/stripe/v1.0/customers.yaml")
            String path,

            @Option(
                    value = "`strict` ends the run at the first bad row, `warn` loads and counts it, `quarantine`"
                            + " sends it where `errors` says.",
                    defaultValue = "strict")
            AssetConfig.Mode mode) {}

    /// `schema:`
    @Key(shorthand = true)
    record SchemaKeys(
            @Option(
                    value = "`evolve` adds and widens columns, `freeze` ends the run, `discard` drops new columns.",
                    defaultValue = "evolve")
            SchemaContract contract) {}

    /// `errors:`
    @Key(shorthand = true)
    record ErrorsKeys(
            @Option(
                    value = "`fail` ends the run, `skip` counts and logs the row, `dead_letter` keeps it.",
                    defaultValue = "fail")
            Policy policy,

            @Option(value = "Bad rows that a stream may have before the run ends.", defaultValue = "1000") @Key(min = 0)
            long rowsMax,

            @Option("Where dead letters go; without it beside the run's session.") @Nullable
            DestinationKeys destination) {}

    /// Spellings of [ErrorPolicy].
    enum Policy {
        FAIL,
        SKIP,
        DEAD_LETTER
    }

    /// `require:`
    @Key(shorthand = true)
    record RequireKeys(
            @Option("The least delivery that will do; a pair of systems that cannot give it is refused.")
            DeliveryConfig.@Nullable Delivery delivery) {}

    /// `runtime:` and `default_runtime:`
    record RuntimeKeys(
            @Option(value = "Rows in a batch at most.", defaultValue = "65536") @Key(min = 1, max = 10_000_000)
            int batchSize,

            @Option("Streams and parts of streams worked on at once; the number of processors if absent, at most 8.")
            @Key(min = 1, max = 256)
            @Nullable
            Integer parallelism,

            @Option(value = "Attempts after the first one, when a system fails for a while.", defaultValue = "5")
            @Key(min = 0, max = 1000)
            int maxRetries,

            @Option(value = "Pause before the second attempt, doubled each time.", defaultValue = "1s")
            Duration retryDelay,

            @Option(value = "The longest pause.", defaultValue = "1m")
            Duration retryDelayMax,

            @Option(value = "Memory for the run; from the container or machine if absent.", examples = "256MiB")
            @Nullable
            ByteSize memory,

            @Option(value = "How long a run may take.", examples = "2h") @Nullable
            Duration timeout,

            @Option("How much may be lost to a crash and read again.") @Nullable
            CheckpointKeys checkpoint) {}

    /// `runtime.checkpoint:`
    record CheckpointKeys(
            @Option(value = "Time between commits.", defaultValue = "1m")
            Duration interval,

            @Option(value = "Rows between commits.", defaultValue = "10000000") @Key(min = 1)
            long rowsMax,

            @Option(value = "Arrow bytes between commits.", defaultValue = "1GiB")
            ByteSize bytesMax) {}

    /// `state:`
    @Key(shorthand = true)
    record StateKeys(
            @Option(value = "The connector.", examples = "postgres") @Nullable
            String type,

            @Option(value = "A connection from `connections.yaml` or `DATACOOK_CONN_<ID>`.", examples = "state_db")
            @Nullable
            String connId,

            @Key(rest = Rest.STATE) Mapping options) {}
}
