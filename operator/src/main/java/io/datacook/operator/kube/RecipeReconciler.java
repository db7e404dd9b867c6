package io.datacook.operator.kube;

import io.datacook.crds.Connection;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeSpec.DeletionPolicy;
import io.datacook.crds.RecipeSpec.UpgradePolicy;
import io.datacook.operator.decide.Notice;
import io.datacook.operator.decide.RecipeDecider;
import io.datacook.operator.decide.RecipeDecision;
import io.datacook.operator.desired.Labels;
import io.datacook.operator.resolve.RecipeResolver;
import io.datacook.operator.resolve.Resolved;
import io.datacook.operator.state.StateService;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes the runs of a recipe and tells how it stands. Writes status and finalizers, never a recipe's spec.
@Singleton
@ControllerConfiguration(
        name = "recipe",
        fieldManager = Labels.OPERATOR,
        triggerReconcilerOnAllEvents = true,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
public final class RecipeReconciler implements Reconciler<Recipe> {
    private static final Duration CLEAN_UP_AGAIN = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final Parts parts;

    /// Works with parts.
    ///
    /// @param parts stay the caller's
    public RecipeReconciler(Parts parts) {
        this.parts = parts;
    }

    @Override
    public List<EventSource<?, Recipe>> prepareEventSources(EventSourceContext<Recipe> context) {
        return Sources.ofRecipes(context);
    }

    @Override
    public UpdateControl<Recipe> reconcile(Recipe recipe, Context<Recipe> context) {
        try {
            return look(recipe, context);
        } catch (KubernetesClientException e) {
            if (EndingNamespaces.refused(e)) {
                // It goes with its namespace, which is the next thing to hear of it.
                return UpdateControl.noUpdate();
            }
            throw e;
        }
    }

    private UpdateControl<Recipe> look(Recipe recipe, Context<Recipe> context) {
        if (context.isPrimaryResourceDeleted()) {
            parts.metrics().forget(recipe);
            return UpdateControl.noUpdate();
        }
        if (recipe.getMetadata().getDeletionTimestamp() != null) {
            return leave(recipe, context);
        }
        if (Sources.isPaused(recipe)) {
            return UpdateControl.noUpdate();
        }
        finalizer(recipe, context);
        Resolved resolved =
                new RecipeResolver(cached(recipe, context), parts.settings().urlParents()).resolve(recipe);
        List<RecipeRun> runs = List.copyOf(context.getSecondaryResources(RecipeRun.class));
        RecipeDecision decision =
                RecipeDecider.decide(recipe, resolved, runs, parts.clock().instant());
        act(recipe, decision, runs, context.getClient());
        parts.metrics().observe(recipe, decision.status());
        return tell(recipe, decision);
    }

    private static RecipeResolver.Lookup cached(Recipe recipe, Context<Recipe> context) {
        String namespace = recipe.getMetadata().getNamespace();
        return new RecipeResolver.Lookup() {
            @Override
            public @Nullable Recipe recipe(String name) {
                return context.getPrimaryCache()
                        .get(new ResourceID(name, namespace))
                        .orElse(null);
            }

            /// A parent's connections are not among this recipe's own.
            @Override
            public @Nullable Connection connection(String name) {
                return context.getSecondaryResources(Connection.class).stream()
                        .filter(connection -> connection.getMetadata().getName().equals(name))
                        .findFirst()
                        .orElseGet(() -> new ClientLookup(context.getClient(), namespace, null).connection(name));
            }
        };
    }

    private void act(Recipe recipe, RecipeDecision decision, List<RecipeRun> runs, KubernetesClient client) {
        String namespace = recipe.getMetadata().getNamespace();
        decision.create().forEach(run -> create(run, client));
        String how = recipe.getSpec().upgradePolicy() == UpgradePolicy.IMMEDIATE ? "now" : "drain";
        runs.stream()
                .filter(run -> decision.stop().contains(run.getMetadata().getName()))
                .filter(run -> !how.equals(RecipeRunReconciler.stop(run)))
                .forEach(run -> ignoringGone(() -> client.resource(run)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                                        .formatted(RecipeRunReconciler.STOP, how))));
        decision.delete()
                .forEach(name -> ignoringGone(() -> client.resources(RecipeRun.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .delete()));
        decision.notices().forEach(notice -> parts.events().tell(recipe, notice));
    }

    /// A run that is there already was made for the same reason: its name says so.
    private static void create(RecipeRun run, KubernetesClient client) {
        try {
            client.resource(run).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
        }
    }

    private static void ignoringGone(Runnable action) {
        try {
            action.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private static UpdateControl<Recipe> tell(Recipe recipe, RecipeDecision decision) {
        UpdateControl<Recipe> control;
        if (decision.status().equals(recipe.getStatus())) {
            control = UpdateControl.noUpdate();
        } else {
            Recipe told = new Recipe();
            told.setMetadata(new ObjectMetaBuilder()
                    .withName(recipe.getMetadata().getName())
                    .withNamespace(recipe.getMetadata().getNamespace())
                    .build());
            told.setStatus(decision.status());
            control = UpdateControl.patchStatus(told);
        }
        return decision.lookAgain() == null ? control : control.rescheduleAfter(decision.lookAgain());
    }

    /// Has the finalizer there if, and only if, checkpoints are to go with the recipe.
    private static void finalizer(Recipe recipe, Context<Recipe> context) {
        boolean wanted = recipe.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
        boolean there = recipe.getMetadata().getFinalizers().contains(Labels.FINALIZER);
        if (wanted && !there) {
            // In a namespace that ends it would come too late, and might be the last thing this operator does there.
            String namespace = recipe.getMetadata().getNamespace();
            if (!EndingNamespaces.ends(context.getClient(), namespace)) {
                context.resourceOperations().addFinalizer(Labels.FINALIZER);
            }
        } else if (there && !wanted) {
            context.resourceOperations().removeFinalizer(Labels.FINALIZER);
        }
    }

    /// Removes the checkpoints, but never holds up a deletion for long: an orphaned checkpoint can be removed by hand,
    /// a namespace that does not go away stops everybody.
    private UpdateControl<Recipe> leave(Recipe recipe, Context<Recipe> context) {
        parts.metrics().forget(recipe);
        if (!recipe.getMetadata().getFinalizers().contains(Labels.FINALIZER)) {
            return UpdateControl.noUpdate();
        }
        String namespace = recipe.getMetadata().getNamespace();
        try {
            parts.state().forget(namespace, recipe.getMetadata().getName());
        } catch (StateService.UnavailableException e) {
            Instant asked = OffsetDateTime.parse(recipe.getMetadata().getDeletionTimestamp())
                    .toInstant();
            Instant now = parts.clock().instant();
            if (now.isBefore(asked.plus(parts.cleanupTimeout()))) {
                return UpdateControl.<Recipe>noUpdate().rescheduleAfter(CLEAN_UP_AGAIN);
            }
            String message = "the checkpoints stay, and may be removed with datacook state reset: " + e.getMessage();
            parts.events().tell(recipe, new Notice(Notice.Type.WARNING, "CleanUpFailed", message));
        }
        context.resourceOperations().removeFinalizer(Labels.FINALIZER);
        return UpdateControl.noUpdate();
    }
}
