package io.datacook.engine.recipe;

import io.datacook.api.WriteMode;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.Language.AssetKeys;
import io.datacook.engine.recipe.Language.DestinationKeys;
import io.datacook.engine.recipe.Language.ErrorsKeys;
import io.datacook.engine.recipe.Language.IncrementalKeys;
import io.datacook.engine.recipe.Language.RecipeKeys;
import io.datacook.engine.recipe.Language.SourceKeys;
import io.datacook.engine.recipe.Language.StepKeys;
import io.datacook.engine.recipe.Sections.Section;
import io.datacook.engine.recipe.StreamTrees.StreamTree;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes one stream of its tree, and checks what its keys say about each other.
final class StreamBuilder {
    private final StreamTree stream;
    private final RecipeKeys keys;
    private final SourceKeys from;
    private final DestinationKeys to;
    private final Sections sections;
    private final Path folder;
    private final List<RecipeProblem> problems;

    /// @param keys bound from the stream's tree, with source and destination
    /// @param problems takes what is wrong
    StreamBuilder(StreamTree stream, RecipeKeys keys, Sections sections, Path folder, List<RecipeProblem> problems) {
        this.stream = stream;
        this.keys = keys;
        this.from = Objects.requireNonNull(keys.source());
        this.to = Objects.requireNonNull(keys.destination());
        this.sections = sections;
        this.folder = folder;
        this.problems = problems;
    }

    /// The stream; where there are problems it is not to be used.
    StreamRecipe build() {
        Mapping source = mapping("source");
        Mapping destination = mapping("destination");
        Section reading = sections.section(source, "source", from.type(), from.connId(), from.options());
        Section writing = sections.section(destination, "destination", to.type(), to.connId(), to.options());
        Incremental incremental = incremental(from.incremental());
        return new StreamRecipe(
                name(),
                stream.selection(),
                stream.excludes(),
                new SourceConfig(reading.type(), reading.options(), source.place()),
                asset(keys.asset()),
                steps(),
                new DestinationConfig(writing.type(), writing.options(), destination.place()),
                mode(to, destination, incremental),
                incremental,
                keys.schema() == null ? SchemaContract.EVOLVE : keys.schema().contract(),
                errors(keys.errors()),
                require());
    }

    private String name() {
        if (stream.name() != null) {
            return stream.name();
        }
        return keys.name() == null ? "" : keys.name();
    }

    private DeliveryConfig require() {
        return keys.require() == null
                ? new DeliveryConfig(null, null)
                : new DeliveryConfig(
                        keys.require().delivery(), mapping("require").place());
    }

    private List<StepConfig> steps() {
        if (keys.transform() == null || !(mapping("transform").find("steps") instanceof ConfigNode.Sequence nodes)) {
            return List.of();
        }
        List<StepConfig> steps = new ArrayList<>();
        for (int i = 0; i < keys.transform().steps().size(); i++) {
            StepKeys step = keys.transform().steps().get(i);
            Place place = nodes.items().get(i).place();
            if (step.type() == null) {
                problem(
                        Rule.MISSING_KEY,
                        place,
                        "transform.steps[%d].type is missing".formatted(i),
                        "Add it, such as type: rename_columns.");
            } else {
                steps.add(new StepConfig(step.type(), step.options(), place));
            }
        }
        return steps;
    }

    private Incremental incremental(@Nullable IncrementalKeys incremental) {
        if (incremental == null) {
            return new Incremental.Full();
        }
        Mapping node = Objects.requireNonNull(mapping("source").mapping("incremental"));
        return switch (incremental.strategy()) {
            case FULL -> full(node);
            case CURSOR -> cursor(incremental, node);
        };
    }

    private Incremental full(Mapping node) {
        String strategy = node.text("strategy");
        if (strategy != null && !strategy.equals("full")) {
            return new Incremental.Full();
        }
        for (String key : List.of("cursor_column", "lag", "start")) {
            ConfigNode useless = node.find(key);
            if (useless != null) {
                problem(
                        Rule.WRONG_VALUE,
                        useless.place(),
                        "source.incremental.%s has no meaning for the strategy 'full'".formatted(key),
                        "Add strategy: cursor.");
            }
        }
        return new Incremental.Full();
    }

    private Incremental cursor(IncrementalKeys incremental, Mapping node) {
        if (incremental.cursorColumn() == null) {
            problem(
                    Rule.MISSING_KEY,
                    node.place(),
                    "source.incremental.cursor_column is missing; the strategy 'cursor' needs it",
                    "Add it, such as cursor_column: updated_at.");
            return new Incremental.Full();
        }
        return new Incremental.Cursor(incremental.cursorColumn(), lag(incremental.lag(), node), incremental.start());
    }

    private Incremental.@Nullable Lag lag(@Nullable String text, Mapping node) {
        if (text == null) {
            return null;
        }
        try {
            return new Incremental.NumberLag(new BigDecimal(text.strip()));
        } catch (NumberFormatException notANumber) {
            try {
                return new Incremental.TimeLag(ScalarValues.duration(text.strip()));
            } catch (ScalarValues.Unfit unfit) {
                problem(
                        Rule.WRONG_TYPE,
                        Objects.requireNonNull(node.find("lag")).place(),
                        "source.incremental.lag is '%s', which is neither a number nor a duration such as 5m"
                                .formatted(Texts.cut(text)),
                        null);
                return null;
            }
        }
    }

    private WriteMode mode(DestinationKeys target, Mapping node, Incremental incremental) {
        Language.WriteModeWord word = target.writeMode();
        if (word == null) {
            if (!target.mergeKeys().isEmpty()) {
                return new WriteMode.Merge(target.mergeKeys(), target.deletedColumn());
            }
            return incremental instanceof Incremental.Cursor ? new WriteMode.Append() : new WriteMode.Replace();
        }
        return switch (word) {
            case APPEND -> unkeyed(new WriteMode.Append(), node);
            case REPLACE -> unkeyed(new WriteMode.Replace(), node);
            case MERGE -> keyed(new WriteMode.Merge(target.mergeKeys(), target.deletedColumn()), target, node);
            case SCD2 -> keyed(new WriteMode.Scd2(target.mergeKeys()), target, node);
        };
    }

    private WriteMode keyed(WriteMode mode, DestinationKeys target, Mapping node) {
        if (target.mergeKeys().isEmpty()) {
            problem(
                    Rule.MISSING_KEY,
                    Objects.requireNonNull(node.find("write_mode")).place(),
                    "destination.merge_keys is missing; the write_mode '%s' needs it".formatted(mode.word()),
                    "Add the columns that identify a row, such as merge_keys: [id].");
        }
        return mode;
    }

    private WriteMode unkeyed(WriteMode mode, Mapping node) {
        ConfigNode deleted = node.find("deleted_column");
        if (deleted != null) {
            problem(
                    Rule.WRONG_VALUE,
                    deleted.place(),
                    "destination.deleted_column has no meaning for the write_mode '%s'".formatted(mode.word()),
                    "Add write_mode: merge.");
        }
        return mode;
    }

    private @Nullable AssetConfig asset(@Nullable AssetKeys asset) {
        return asset == null
                ? null
                : new AssetConfig(
                        folder.resolve(asset.path()).toAbsolutePath().normalize(),
                        asset.mode(),
                        mapping("asset").place());
    }

    private ErrorPolicy errors(@Nullable ErrorsKeys given) {
        ErrorsKeys errors = given == null ? Defaults.of(ErrorsKeys.class) : given;
        boolean quarantine = keys.asset() != null && keys.asset().mode() == AssetConfig.Mode.QUARANTINE;
        if (given == null && quarantine) {
            // Whoever asks for quarantine does not ask for the run to end.
            return new ErrorPolicy.DeadLetter(errors.rowsMax(), null);
        }
        return switch (errors.policy()) {
            case FAIL -> {
                if (quarantine) {
                    problem(
                            Rule.UNSUPPORTED,
                            mapping("errors").place(),
                            "errors.policy is 'fail', but asset.mode 'quarantine' needs bad rows to be kept",
                            "Write policy: dead_letter or policy: skip, or leave errors out.");
                }
                yield new ErrorPolicy.Fail();
            }
            case SKIP -> new ErrorPolicy.Skip(errors.rowsMax());
            case DEAD_LETTER -> new ErrorPolicy.DeadLetter(errors.rowsMax(), deadLetters(errors.destination()));
        };
    }

    private @Nullable DestinationConfig deadLetters(@Nullable DestinationKeys target) {
        Mapping node = mapping("errors").mapping("destination");
        if (target == null || node == null) {
            return null;
        }
        Section section =
                sections.section(node, "errors.destination", target.type(), target.connId(), target.options());
        return new DestinationConfig(section.type(), section.options(), node.place());
    }

    private Mapping mapping(String key) {
        Mapping mapping = stream.tree().mapping(key);
        return mapping == null ? Mapping.empty(stream.tree().place()) : mapping;
    }

    private void problem(Rule rule, Place place, String message, @Nullable String suggestion) {
        problems.add(new RecipeProblem(rule, place, message, suggestion));
    }
}
