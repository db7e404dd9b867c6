package io.datacook.engine.recipe;

import io.datacook.api.Connector;
import io.datacook.api.DestinationFeature;
import io.datacook.api.DestinationRole;
import io.datacook.api.SourceRole;
import io.datacook.api.StateRole;
import io.datacook.api.StepType;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.Language.WriteModeWord;
import io.datacook.engine.recipe.Resolver.Draft;
import io.datacook.engine.recipe.StreamRecipe.Selection;
import io.datacook.engine.recipe.StreamTrees.StreamTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Checks a recipe against the connectors and steps there are: types, roles, options, write modes, files.
///
/// Works on the tree, so that a recipe that is already known to be wrong still shows all its problems at once. Opens
/// no system.
public final class RecipeCheck {
    private final Catalog catalog;
    private final Draft draft;
    private final BindContext context;
    private final List<RecipeProblem> problems;

    private RecipeCheck(Catalog catalog, Draft draft, SecretResolver secrets) {
        this.catalog = catalog;
        this.draft = draft;
        this.context = new BindContext(draft.folder(), secrets, null, "");
        this.problems = new ArrayList<>(draft.problems());
    }

    /// Reads, resolves and checks a recipe; references to secrets must lead to something.
    ///
    /// @param name which recipe, if the file has several; or `null`
    /// @param settings win over what the files say
    public static Resolution load(
            Path file, @Nullable String name, Settings settings, Environment environment, Catalog catalog) {
        Draft draft = RecipeFiles.draft(file, name, settings, environment, HttpsFetcher.DEFAULT);
        return check(draft, catalog, environment.secrets(draft.folder()));
    }

    /// Checks a recipe that was read before.
    ///
    /// @param secrets [SecretResolver#assumingPresent] where secrets are out of reach
    /// @return all problems, sorted by place; empty if there are none
    public static List<RecipeProblem> check(Recipe recipe, Catalog catalog, SecretResolver secrets) {
        Connections connections = new Connections(recipe.connections(), List.of());
        Draft draft = new Draft(recipe, recipe.tree(), connections, recipe.folder(), List.of());
        return check(draft, catalog, secrets).problems();
    }

    static Resolution check(Draft draft, Catalog catalog, SecretResolver secrets) {
        RecipeCheck check = new RecipeCheck(catalog, draft, secrets);
        List<StreamTree> streams = StreamTrees.of(draft.tree());
        streams.forEach(check::stream);
        check.section("state", draft.tree(), "state", null);
        return new Resolution(check.problems.isEmpty() ? draft.recipe() : null, RecipeProblem.certain(check.problems));
    }

    private void stream(StreamTree stream) {
        Selection selection = stream.selection();
        section("source", stream.tree(), "source", selection);
        section("destination", stream.tree(), "destination", null);
        Mapping errors = stream.tree().mapping("errors");
        if (errors != null) {
            section("destination", errors, "errors.destination", null);
        }
        Mapping transform = stream.tree().mapping("transform");
        if (transform != null && transform.find("steps") instanceof Sequence steps) {
            for (int i = 0; i < steps.items().size(); i++) {
                step(steps.items().get(i), "transform.steps[" + i + "]");
            }
        }
        asset(stream.tree().mapping("asset"));
        writeMode(stream.tree().mapping("destination"));
    }

    /// Checks the type and the options of a section that names a connector.
    ///
    /// @param role `source`, `destination` or `state`
    /// @param selection how a source's stream is found, otherwise `null`
    private void section(String role, Mapping parent, String path, @Nullable Selection selection) {
        Mapping section = parent.mapping(role);
        if (section == null) {
            return;
        }
        Mapping connection = connection(section);
        String type = section.text("type");
        if (section.text("conn_id") != null && (connection == null || clash(type, connection.text("type")))) {
            // Already a problem; without the connection's keys all else would be guesswork.
            return;
        }
        Scalar typeNode = section.find("type") instanceof Scalar scalar ? scalar : null;
        if (type == null && connection != null) {
            type = connection.text("type");
            typeNode = connection.find("type") instanceof Scalar scalar ? scalar : null;
        }
        if (type == null || typeNode == null) {
            return;
        }
        Connector connector = catalog.connector(type);
        Class<? extends Record> options = connector == null ? null : options(connector, role);
        if (options == null) {
            unknown(typeNode, path, role, connector != null);
            return;
        }
        Set<String> common = new HashSet<>(OptionModel.of(common(role)).names());
        Mapping own = section.without(common);
        Mapping merged = connection == null ? own : Merger.overlay(connection.without(List.of("type")), own);
        // What selects a stream that is named or matched comes from the source's own discovery.
        boolean discovered = selection != null && selection != Selection.WHOLE_SOURCE;
        bind(merged, options, path, problem -> !(discovered && problem.rule() == Rule.MISSING_KEY));
    }

    private @Nullable Mapping connection(Mapping section) {
        String id = section.text("conn_id");
        return id == null ? null : draft.connections().known(id);
    }

    private static boolean clash(@Nullable String type, @Nullable String connectionType) {
        return type != null && connectionType != null && !type.equals(connectionType);
    }

    private static @Nullable Class<? extends Record> options(Connector connector, String role) {
        return switch (role) {
            case "source" -> {
                SourceRole<?> source = connector.source();
                yield source == null ? null : source.options();
            }
            case "destination" -> {
                DestinationRole<?> destination = connector.destination();
                yield destination == null ? null : destination.options();
            }
            default -> {
                StateRole<?> state = connector.state();
                yield state == null ? null : state.options();
            }
        };
    }

    private static Class<? extends Record> common(String role) {
        return switch (role) {
            case "source" -> Language.SourceKeys.class;
            case "destination" -> Language.DestinationKeys.class;
            default -> Language.StateKeys.class;
        };
    }

    private void unknown(Scalar type, String path, String role, boolean otherRole) {
        List<String> known = catalog.connectors().stream()
                .filter(connector -> options(connector, role) != null)
                .map(Connector::type)
                .toList();
        String reason = otherRole ? "which cannot be used as %s".formatted(role) : "which no connector answers to";
        problems.add(new RecipeProblem(
                otherRole ? Rule.UNSUPPORTED : Rule.UNKNOWN_TYPE,
                type.place(),
                "%s.type is '%s', %s; known are %s"
                        .formatted(path, Texts.cut(type.text()), reason, String.join(", ", known)),
                advice(type, path, known)));
    }

    /// Cookbooks may know systems whose connectors are not installed.
    private static @Nullable String advice(Scalar type, String path, List<String> known) {
        if (!type.place().file().startsWith(Cookbooks.SCHEME)) {
            return DidYouMean.suggest(type.text(), known);
        }
        return ("%s holds defaults for the connector '%s', which this installation does not have: put it on the class"
                        + " path, or write another %s.type.")
                .formatted(type.place().file(), type.text(), path);
    }

    private void step(ConfigNode node, String path) {
        if (!(node instanceof Mapping step) || !(step.find("type") instanceof Scalar type)) {
            return;
        }
        StepType<?> known = catalog.step(type.text());
        if (known == null) {
            Collection<String> types =
                    catalog.stepTypes().stream().map(StepType::type).toList();
            problems.add(new RecipeProblem(
                    Rule.UNKNOWN_TYPE,
                    type.place(),
                    "%s.type is '%s', which no step answers to; known are %s"
                            .formatted(path, Texts.cut(type.text()), String.join(", ", types)),
                    DidYouMean.suggest(type.text(), types)));
            return;
        }
        Set<String> common =
                new HashSet<>(OptionModel.of(Language.StepKeys.class).names());
        bind(step.without(common), known.options(), path, _ -> true);
    }

    private void bind(Mapping options, Class<? extends Record> record, String path, Predicate<RecipeProblem> counting) {
        switch (Options.bind(options, record, context.at(path))) {
            case Bound.Options<?> _ -> {}
            case Bound.Problems<?>(List<RecipeProblem> found) ->
                found.stream().filter(counting).forEach(problems::add);
        }
    }

    private void asset(@Nullable Mapping asset) {
        String path = asset == null ? null : asset.text("path");
        ConfigNode node = asset == null ? null : asset.find("path");
        if (path != null
                && node != null
                && !References.present(path)
                && !Files.isRegularFile(draft.folder().resolve(path))) {
            problems.add(new RecipeProblem(
                    Rule.MISSING_FILE,
                    node.place(),
                    "asset.path is '%s', and there is no such file".formatted(Texts.cut(path)),
                    "Paths start at the recipe's folder."));
        }
    }

    /// The destination must be able to do what the recipe asks for.
    private void writeMode(@Nullable Mapping destination) {
        if (destination == null || !(destination.find("write_mode") instanceof Scalar mode)) {
            return;
        }
        Mapping connection = connection(destination);
        String own = destination.text("type");
        String type = own == null && connection != null ? connection.text("type") : own;
        Connector connector = type == null ? null : catalog.connector(type);
        DestinationRole<?> role = connector == null ? null : connector.destination();
        if (role == null || !ScalarValues.words(WriteModeWord.class).contains(mode.text())) {
            return;
        }
        List<String> able = Arrays.stream(WriteModeWord.values())
                .filter(word -> role.features().contains(needed(word)))
                .map(ScalarValues::word)
                .toList();
        if (!able.contains(mode.text())) {
            problems.add(new RecipeProblem(
                    Rule.UNSUPPORTED,
                    mode.place(),
                    "destination.write_mode is '%s', which %s cannot do; it can %s"
                            .formatted(mode.text(), type, String.join(", ", able))));
        }
    }

    private static DestinationFeature needed(WriteModeWord word) {
        return switch (word) {
            case APPEND -> DestinationFeature.APPEND;
            case REPLACE -> DestinationFeature.REPLACE;
            case MERGE -> DestinationFeature.MERGE;
            case SCD2 -> DestinationFeature.SCD2;
        };
    }
}
