package io.datacook.operator.kube;

import io.datacook.crds.Connection;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What wakes the reconcilers. Pods, Jobs and StatefulSets are watched by label and kept trimmed.
final class Sources {
    private static final String BY_RECIPE = "recipe";
    private static final String BY_CONNECTION = "connection";
    private static final String BY_PARENT = "parent";

    private Sources() {}

    /// Trims nothing.
    private static void whole(HasMetadata object) {}

    /// Whether somebody asked the operator to leave an object alone.
    static boolean isPaused(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(Labels.PAUSE));
    }

    /// A run looks again when its pods change, and when its recipe is suspended or goes on.
    static List<EventSource<?, RecipeRun>> ofRuns(EventSourceContext<RecipeRun> context) {
        IndexerResourceCache<RecipeRun> runs = context.getPrimaryCache();
        runs.addIndexer(
                BY_RECIPE,
                run -> List.of(key(
                        run.getMetadata().getNamespace(),
                        run.getSpec().recipeRef().name())));
        InformerEventSourceConfiguration<Recipe> recipes = InformerEventSourceConfiguration.from(
                        Recipe.class, RecipeRun.class)
                .withItemStore(new TrimmedStore<>(Sources::whole))
                .withSecondaryToPrimaryMapper(recipe -> runs.byIndex(BY_RECIPE, key(recipe)).stream()
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
                .withPrimaryToSecondaryMapper((RecipeRun run) -> Set.of(new ResourceID(
                        run.getSpec().recipeRef().name(), run.getMetadata().getNamespace())))
                .build();
        return List.of(
                new InformerEventSource<>(recipes, context),
                new InformerEventSource<>(
                        labelled(Job.class, job -> job.getSpec().setTemplate(null)), context),
                new InformerEventSource<>(
                        labelled(StatefulSet.class, set -> set.getSpec().setTemplate(null)), context),
                new InformerEventSource<>(labelled(Pod.class, pod -> pod.setSpec(null)), context));
    }

    /// All runs of a run's recipe, as far as they are known here.
    static List<RecipeRun> siblings(RecipeRun run, Context<RecipeRun> context) {
        String recipe =
                key(run.getMetadata().getNamespace(), run.getSpec().recipeRef().name());
        return context.getPrimaryCache().byIndex(BY_RECIPE, recipe);
    }

    private static <T extends HasMetadata> InformerEventSourceConfiguration<T> labelled(
            Class<T> type, Consumer<T> trim) {
        return InformerEventSourceConfiguration.from(type, RecipeRun.class)
                .withLabelSelector(Labels.SELECTOR)
                .withItemStore(new TrimmedStore<>(trim))
                .withSecondaryToPrimaryMapper(object -> {
                    Map<String, String> labels = object.getMetadata().getLabels();
                    String run = labels == null ? null : labels.get(Labels.RUN);
                    return run == null
                            ? Set.of()
                            : Set.of(new ResourceID(run, object.getMetadata().getNamespace()));
                })
                .build();
    }

    /// A recipe looks again when its runs, its connections or what it extends change.
    static List<EventSource<?, Recipe>> ofRecipes(EventSourceContext<Recipe> context) {
        IndexerResourceCache<Recipe> recipes = context.getPrimaryCache();
        recipes.addIndexer(
                BY_CONNECTION,
                recipe -> RecipeReferences.connections(recipe).stream()
                        .map(name -> key(recipe.getMetadata().getNamespace(), name))
                        .toList());
        recipes.addIndexer(
                BY_PARENT,
                recipe -> RecipeReferences.parents(recipe).stream()
                        .map(name -> key(recipe.getMetadata().getNamespace(), name))
                        .toList());
        InformerEventSourceConfiguration<RecipeRun> runs = InformerEventSourceConfiguration.from(
                        RecipeRun.class, Recipe.class)
                .withItemStore(new TrimmedStore<>(Sources::whole))
                .withSecondaryToPrimaryMapper(run -> Set.of(new ResourceID(
                        run.getSpec().recipeRef().name(), run.getMetadata().getNamespace())))
                .build();
        InformerEventSourceConfiguration<Connection> connections = InformerEventSourceConfiguration.from(
                        Connection.class, Recipe.class)
                .withSecondaryToPrimaryMapper(
                        connection -> withChildren(recipes, recipes.byIndex(BY_CONNECTION, key(connection)).stream()))
                .withPrimaryToSecondaryMapper((Recipe recipe) -> RecipeReferences.connections(recipe).stream()
                        .map(name -> new ResourceID(name, recipe.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
                .build();
        InformerEventSourceConfiguration<Recipe> parents = InformerEventSourceConfiguration.from(
                        Recipe.class, Recipe.class)
                .withName("parents")
                .withItemStore(new TrimmedStore<>(Sources::whole))
                .withSecondaryToPrimaryMapper(
                        parent -> withChildren(recipes, recipes.byIndex(BY_PARENT, key(parent)).stream()))
                .withPrimaryToSecondaryMapper((Recipe recipe) -> Set.of())
                .build();
        return List.of(
                new InformerEventSource<>(runs, context),
                new InformerEventSource<>(connections, context),
                new InformerEventSource<>(parents, context));
    }

    /// Recipes and all that extend them, over any number of steps.
    private static Set<ResourceID> withChildren(IndexerResourceCache<Recipe> recipes, Stream<Recipe> first) {
        Set<ResourceID> found = new HashSet<>();
        Deque<Recipe> open = new ArrayDeque<>(first.toList());
        while (!open.isEmpty()) {
            Recipe recipe = open.removeFirst();
            if (found.add(ResourceID.fromResource(recipe))) {
                open.addAll(recipes.byIndex(BY_PARENT, key(recipe)));
            }
        }
        return found;
    }

    private static String key(HasMetadata object) {
        return key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
