package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.Language.CheckpointKeys;
import io.datacook.engine.recipe.Language.RecipeKeys;
import io.datacook.engine.recipe.Language.RuntimeKeys;
import io.datacook.engine.recipe.RuntimeConfig.Checkpoint;
import io.datacook.engine.recipe.RuntimeConfig.Retry;
import io.datacook.engine.recipe.Sections.Section;
import io.datacook.engine.recipe.StreamTrees.StreamTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes the typed recipe of a resolved tree.
final class RecipeBuilder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int PARALLELISM_DEFAULT_MAX = 8;

    private final Mapping tree;
    private final Connections connections;
    private final Environment environment;
    private final Path folder;
    private final List<RecipeProblem> problems = new ArrayList<>();

    /// @param tree resolved: no parents, macros or load-time templates
    /// @param folder where relative paths start
    RecipeBuilder(Mapping tree, Connections connections, Environment environment, Path folder) {
        this.tree = tree;
        this.connections = connections;
        this.environment = environment;
        this.folder = folder;
    }

    List<RecipeProblem> problems() {
        return problems;
    }

    /// The recipe, as far as it can be made; only without problems it is complete.
    @Nullable
    Recipe build(String digest) {
        RecipeKeys keys = bind(tree);
        List<StreamRecipe> streams = streams();
        StreamTargets.check(tree, StreamTrees.of(tree), problems);
        if (keys == null) {
            return null;
        }
        required(keys);
        name(keys.name(), "name");
        name(keys.tenant(), "tenant");
        StateConfig state = keys.state() == null ? null : state(keys);
        if (!problems.isEmpty() || keys.name() == null) {
            return null;
        }
        return new Recipe(
                keys.name(),
                keys.tenant(),
                keys.description(),
                streams,
                runtime(keys.runtime()),
                state,
                digest,
                tree,
                connections.used(),
                folder);
    }

    private @Nullable RecipeKeys bind(Mapping recipe) {
        Binder binder = new Binder(new BindContext(folder, environment.secrets(folder), null, ""));
        RecipeKeys keys = binder.bind(recipe, RecipeKeys.class, "");
        problems.addAll(binder.problems());
        return keys;
    }

    private List<StreamRecipe> streams() {
        List<StreamRecipe> streams = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (StreamTree stream : StreamTrees.of(tree)) {
            RecipeKeys keys = bind(stream.tree());
            if (stream.name() != null && !names.add(stream.name())) {
                problems.add(new RecipeProblem(
                        Rule.STREAMS,
                        Objects.requireNonNullElse(stream.tree().mapping("source"), tree)
                                .place(),
                        "source.streams has '%s' twice".formatted(stream.name()),
                        "Remove one of them."));
            }
            if (keys != null && keys.source() != null && keys.destination() != null) {
                streams.add(
                        new StreamBuilder(stream, keys, new Sections(connections, problems), folder, problems).build());
            }
        }
        return streams;
    }

    private void required(RecipeKeys keys) {
        missing(keys.name(), "name", "Add it, such as name: load_orders.");
        missing(keys.source(), "source", "Add it, such as source: { type: csv, path: data/*.csv }.");
        missing(keys.destination(), "destination", "Add it, such as destination: { type: parquet, path: out }.");
    }

    private void missing(@Nullable Object value, String key, String suggestion) {
        ConfigNode node = tree.find(key);
        boolean absent =
                node == null || (node instanceof ConfigNode.Scalar scalar && scalar.kind() == ConfigNode.Kind.NULL);
        if (value == null && absent) {
            problems.add(new RecipeProblem(
                    Rule.MISSING_KEY,
                    node == null ? tree.place() : node.place(),
                    "%s is missing".formatted(key),
                    suggestion));
        }
    }

    private void name(@Nullable String name, String key) {
        if (name != null && !NAME.matcher(name).matches()) {
            problems.add(new RecipeProblem(
                    Rule.WRONG_VALUE,
                    Objects.requireNonNull(tree.find(key)).place(),
                    "%s is '%s'; it takes 1 to 128 letters, digits, '.', '_' and '-', the first a letter or digit"
                            .formatted(key, Texts.cut(name))));
        }
    }

    private StateConfig state(RecipeKeys keys) {
        Language.StateKeys state = Objects.requireNonNull(keys.state());
        Mapping node = Objects.requireNonNull(tree.mapping("state"));
        Section section = new Sections(connections, problems)
                .section(node, "state", state.type(), state.connId(), state.options());
        return new StateConfig(section.type(), section.options(), node.place());
    }

    private RuntimeConfig runtime(@Nullable RuntimeKeys given) {
        RuntimeKeys keys = given == null ? Defaults.of(RuntimeKeys.class) : given;
        CheckpointKeys checkpoint = keys.checkpoint() == null ? Defaults.of(CheckpointKeys.class) : keys.checkpoint();
        int parallelism = keys.parallelism() == null
                ? Math.clamp(environment.processors(), 1, PARALLELISM_DEFAULT_MAX)
                : keys.parallelism();
        Duration delayMax =
                keys.retryDelayMax().compareTo(keys.retryDelay()) < 0 ? keys.retryDelay() : keys.retryDelayMax();
        return new RuntimeConfig(
                keys.batchSize(),
                parallelism,
                new Retry(keys.maxRetries() + 1, keys.retryDelay(), delayMax),
                keys.memory(),
                keys.timeout(),
                new Checkpoint(checkpoint.interval(), checkpoint.rowsMax(), checkpoint.bytesMax()));
    }
}
