package io.datacook.operator.kube;

import io.datacook.crds.Condition;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunStatus;
import io.datacook.operator.decide.Freezer;
import io.datacook.operator.decide.RunDecider;
import io.datacook.operator.decide.RunDecision;
import io.datacook.operator.decide.RunObserved;
import io.datacook.operator.decide.RunObserved.Answer;
import io.datacook.operator.decide.RunObserved.Wish;
import io.datacook.operator.desired.Frozen;
import io.datacook.operator.desired.Labels;
import io.datacook.operator.resolve.RecipeResolver;
import io.datacook.operator.resolve.Resolved;
import io.datacook.operator.state.StateService;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes the pods of a run and tells how it stands.
@Singleton
@ControllerConfiguration(
        name = "reciperun",
        fieldManager = Labels.OPERATOR,
        generationAwareEventProcessing = false,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
public final class RecipeRunReconciler implements Reconciler<RecipeRun> {
    /// An annotation that has a run end: `drain` commits what the pods have, anything else does not wait for it.
    static final String STOP = "datacook.dev/stop";

    private static final int FROZEN_REMEMBERED = 2048;
    private static final Duration LEAVE_AGAIN = Duration.ofSeconds(5);

    private final Parts parts;
    private final RunActions actions;
    private final Memo<Frozen> frozen = new Memo<>(FROZEN_REMEMBERED);

    /// Works with parts.
    ///
    /// @param client stays the caller's
    public RecipeRunReconciler(KubernetesClient client, Parts parts) {
        this.parts = parts;
        this.actions = new RunActions(client, parts);
    }

    @Override
    public List<EventSource<?, RecipeRun>> prepareEventSources(EventSourceContext<RecipeRun> context) {
        return Sources.ofRuns(context);
    }

    @Override
    public UpdateControl<RecipeRun> reconcile(RecipeRun run, Context<RecipeRun> context) {
        List<Job> jobs = List.copyOf(context.getSecondaryResources(Job.class));
        String namespace = run.getMetadata().getNamespace();
        if (EndingNamespaces.end(context.getClient(), namespace, context.getSecondaryResources(Pod.class))) {
            return leave(run, jobs);
        }
        try {
            return look(run, context);
        } catch (RejectedException e) {
            return refuse(run, "ObjectRejected", Objects.requireNonNullElse(e.getMessage(), "refused"));
        } catch (KubernetesClientException e) {
            if (EndingNamespaces.refused(e)) {
                return leave(run, jobs);
            }
            throw e;
        }
    }

    /// In a namespace that ends nothing is worth telling any more; only nothing may be in its way.
    private UpdateControl<RecipeRun> leave(RecipeRun run, List<Job> jobs) {
        actions.remove(run, jobs);
        return UpdateControl.<RecipeRun>noUpdate().rescheduleAfter(LEAVE_AGAIN);
    }

    private UpdateControl<RecipeRun> look(RecipeRun run, Context<RecipeRun> context) {
        if (Sources.isPaused(run) || run.getMetadata().getDeletionTimestamp() != null) {
            return UpdateControl.noUpdate();
        }
        boolean over = run.getStatus() != null && run.getStatus().completionTime() != null;
        List<Pod> pods = List.copyOf(context.getSecondaryResources(Pod.class));
        List<Job> jobs = List.copyOf(context.getSecondaryResources(Job.class));
        Frozen recipe = known(run);
        if (recipe == null) {
            return over ? UpdateControl.noUpdate() : begin(run, context);
        }
        RunObserved seen = new RunObserved(
                recipe,
                jobs,
                List.copyOf(context.getSecondaryResources(StatefulSet.class)),
                pods,
                over ? new Answer.Known(null) : ask(run),
                wish(run, context),
                parts.clock().instant());
        RunDecision decision = RunDecider.decide(run, seen);
        actions.act(run, recipe, decision, jobs);
        return tell(run, decision);
    }

    private @Nullable Frozen known(RecipeRun run) {
        String key = run.getMetadata().getUid();
        Frozen known = frozen.get(key);
        // A run without a status has just been made: freezing it finds out if there is something frozen after all.
        if (known == null && run.getStatus() != null) {
            known = actions.frozen(run);
            if (known != null) {
                frozen.put(key, known);
            }
        }
        return known;
    }

    private UpdateControl<RecipeRun> begin(RecipeRun run, Context<RecipeRun> context) {
        String name = run.getSpec().recipeRef().name();
        ClientLookup lookup =
                new ClientLookup(context.getClient(), run.getMetadata().getNamespace(), newEnough(run, context));
        Recipe recipe = lookup.recipe(name);
        if (recipe == null || recipe.getMetadata().getDeletionTimestamp() != null) {
            return refuse(run, "RecipeNotFound", "there is no recipe '%s' in this namespace".formatted(name));
        }
        Resolved resolved = new RecipeResolver(lookup, parts.settings().urlParents()).resolve(recipe);
        return switch (resolved) {
            case Resolved.Broken broken -> refuse(run, broken.reason().word(), broken.message());
            case Resolved.Abstract _ ->
                refuse(run, "Abstract", "recipe '%s' is abstract: only others extend it".formatted(name));
            case Resolved.Ready runnable -> {
                String wanted = run.getSpec().recipeDigest();
                if (wanted != null && !wanted.equals(runnable.digest())) {
                    yield refuse(
                            run,
                            "RecipeChanged",
                            "the recipe is %s by now, the run is for %s".formatted(runnable.digest(), wanted));
                }
                Frozen made = Freezer.freeze(recipe, runnable, run, Sources.siblings(run, context), parts.settings());
                frozen.put(run.getMetadata().getUid(), actions.freeze(run, made));
                yield look(run, context);
            }
        };
    }

    /// The recipe as the cache has it, if it is the one that the run was made for, and at least as new.
    private static @Nullable Recipe newEnough(RecipeRun run, Context<RecipeRun> context) {
        Map<String, String> annotations = run.getMetadata().getAnnotations();
        String wanted = annotations == null ? null : annotations.get(Labels.GENERATION);
        if (wanted == null || !wanted.matches("[0-9]{1,18}")) {
            return null;
        }
        return context.getSecondaryResources(Recipe.class).stream()
                .filter(recipe -> recipe.getMetadata().getGeneration() >= Long.parseLong(wanted))
                .filter(recipe -> run.hasOwnerReferenceFor(recipe.getMetadata().getUid()))
                .findFirst()
                .orElse(null);
    }

    private UpdateControl<RecipeRun> refuse(RecipeRun run, String reason, String message) {
        RunDecision decision =
                RunDecider.refuse(run, reason, message, parts.clock().instant());
        decision.notices().forEach(notice -> parts.events().tell(run, notice));
        return tell(run, decision);
    }

    private Answer ask(RecipeRun run) {
        try {
            return new Answer.Known(parts.state()
                    .run(run.getMetadata().getNamespace(), run.getMetadata().getName()));
        } catch (StateService.UnavailableException e) {
            return new Answer.Unavailable(Objects.requireNonNullElse(e.getMessage(), "no answer"));
        }
    }

    /// How a run was told to end, or `null`.
    static @Nullable String stop(RecipeRun run) {
        Map<String, String> annotations = run.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(STOP);
    }

    private static Wish wish(RecipeRun run, Context<RecipeRun> context) {
        String stop = stop(run);
        if (stop != null) {
            return stop.equals("drain") ? Wish.STOP : Wish.ABORT;
        }
        boolean rests = context.getSecondaryResources(Recipe.class).stream()
                .anyMatch(recipe -> recipe.getSpec().suspended());
        return rests ? Wish.REST : Wish.WORK;
    }

    private UpdateControl<RecipeRun> tell(RecipeRun run, RunDecision decision) {
        RecipeRunStatus before = run.getStatus();
        if (decision.over() && (before == null || before.completionTime() == null)) {
            boolean succeeded = decision.status().condition("Succeeded") instanceof Condition condition
                    && condition.status() == Condition.Status.TRUE;
            parts.metrics()
                    .over(
                            run.getMetadata().getNamespace(),
                            run.getSpec().recipeRef().name(),
                            succeeded ? "Succeeded" : "Failed");
        }
        UpdateControl<RecipeRun> control;
        if (decision.status().equals(before)) {
            control = UpdateControl.noUpdate();
        } else {
            RecipeRun told = new RecipeRun();
            told.setMetadata(new ObjectMetaBuilder()
                    .withName(run.getMetadata().getName())
                    .withNamespace(run.getMetadata().getNamespace())
                    .build());
            told.setStatus(decision.status());
            control = UpdateControl.patchStatus(told);
        }
        return decision.lookAgain() == null ? control : control.rescheduleAfter(decision.lookAgain());
    }
}
