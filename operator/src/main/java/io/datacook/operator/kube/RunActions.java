package io.datacook.operator.kube;

import io.datacook.crds.RecipeRun;
import io.datacook.operator.decide.Notice;
import io.datacook.operator.decide.RunDecision;
import io.datacook.operator.desired.DesiredRun;
import io.datacook.operator.desired.Frozen;
import io.datacook.operator.desired.Labels;
import io.datacook.operator.state.StateService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what was decided for a run.
final class RunActions {
    private static final Logger LOG = LoggerFactory.getLogger(RunActions.class);

    /// What nobody changed is applied again after this time, in case somebody did.
    private static final Duration DRIFT = Duration.ofMinutes(10);

    private static final int REMEMBERED = 16_384;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final Parts parts;
    private final Memo<Applied> applied = new Memo<>(REMEMBERED);

    /// @param text of the object, by its hash
    private record Applied(int text, Instant at) {}

    RunActions(KubernetesClient client, Parts parts) {
        this.client = client;
        this.parts = parts;
    }

    /// Server-side apply under the operator's own name: what others wrote beside it stays.
    static PatchContext applyContext() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Labels.OPERATOR)
                .withForce(true)
                .build();
    }

    void act(RecipeRun run, Frozen frozen, RunDecision decision, List<Job> jobs) {
        boolean begins = !decision.over();
        List<HasMetadata> objects =
                DesiredRun.objects(parts.settings(), frozen, run, decision.started(), decision.activity());
        for (HasMetadata object : objects) {
            if (object instanceof Job job) {
                job(job, jobs, begins);
            } else if (begins || object instanceof StatefulSet) {
                apply(run, object);
            }
        }
        decision.forceDelete().forEach(pod -> forceDelete(run, pod));
        if (decision.cancel() == RunDecision.Cancel.YES) {
            cancel(run);
        }
        decision.notices().forEach(notice -> parts.events().tell(run, notice));
    }

    /// A Job's template never changes once it is there; only whether it is suspended does.
    private void job(Job wanted, List<Job> jobs, boolean begins) {
        String name = wanted.getMetadata().getName();
        Job there = jobs.stream()
                .filter(job -> job.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
        if (there == null) {
            if (begins) {
                create(wanted);
            }
            return;
        }
        boolean over = there.getStatus() != null && there.getStatus().getCompletionTime() != null;
        boolean rests = Boolean.TRUE.equals(wanted.getSpec().getSuspend());
        boolean suspended = Boolean.TRUE.equals(there.getSpec().getSuspend());
        boolean failed = there.getStatus() != null
                && there.getStatus().getConditions().stream()
                        .anyMatch(condition -> "Failed".equals(condition.getType()));
        boolean queued = wanted.getMetadata().getLabels().containsKey(Labels.QUEUE);
        if (over || failed || suspended == rests || (queued && suspended)) {
            return;
        }
        client.resource(there)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":%s}}".formatted(rests));
    }

    private void create(HasMetadata object) {
        try {
            client.resource(object).patch(applyContext());
        } catch (KubernetesClientException e) {
            // A cache that lags: it is there, and its template is as it was.
            if (client.resource(object).get() == null) {
                throw RejectedException.of(name(object), e);
            }
        }
    }

    private void apply(RecipeRun run, HasMetadata object) {
        String key = run.getMetadata().getUid() + "/" + object.getKind() + "/"
                + object.getMetadata().getName();
        int text = Serialization.asJson(object).hashCode();
        Instant now = parts.clock().instant();
        Applied last = applied.get(key);
        if (last != null && last.text() == text && now.isBefore(last.at().plus(DRIFT))) {
            return;
        }
        try {
            client.resource(object).patch(applyContext());
        } catch (KubernetesClientException e) {
            throw RejectedException.of(name(object), e);
        }
        applied.put(key, new Applied(text, now));
    }

    /// Takes the Jobs of a run away, and lets go of their pods at once.
    void remove(RecipeRun run, List<Job> jobs) {
        for (Job job : jobs) {
            if (job.getMetadata().getDeletionTimestamp() == null) {
                LOG.info(
                        "job {} of namespace {} goes, since the namespace ends",
                        job.getMetadata().getName(),
                        job.getMetadata().getNamespace());
                client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(job.getMetadata().getName())
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete();
            }
        }
    }

    /// As the pod garbage collector does it: without a terminal phase the Job would wait for the pod for ever. A pod of
    /// the same name that came meanwhile is another one, and stays.
    private void forceDelete(RecipeRun run, Pod lost) {
        String name = lost.getMetadata().getName();
        String namespace = run.getMetadata().getNamespace();
        String phase = lost.getStatus() == null ? null : lost.getStatus().getPhase();
        try {
            if (!"Failed".equals(phase) && !"Succeeded".equals(phase)) {
                client.pods()
                        .inNamespace(namespace)
                        .withName(name)
                        .subresource("status")
                        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), nodeLost(lost));
            }
            DeleteOptions atOnce = new DeleteOptionsBuilder()
                    .withGracePeriodSeconds(0L)
                    .withNewPreconditions()
                    .withUid(lost.getMetadata().getUid())
                    .endPreconditions()
                    .build();
            client.raw("/api/v1/namespaces/%s/pods/%s".formatted(namespace, name), "DELETE", atOnce);
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND && e.getCode() != CONFLICT) {
                throw e;
            }
            return;
        }
        String message = "pod %s was removed because its node does not answer; it is fenced".formatted(name);
        parts.events().tell(run, new Notice(Notice.Type.WARNING, "NodeLost", message));
    }

    private String nodeLost(Pod pod) {
        return """
                {"metadata":{"uid":"%s"},"status":{"phase":"Failed","conditions":[{"type":"DisruptionTarget",
                "status":"True","reason":"NodeLost","message":"the node does not answer","lastTransitionTime":"%s"}]}}
                """.formatted(pod.getMetadata().getUid(), parts.clock().instant().truncatedTo(ChronoUnit.SECONDS));
    }

    private void cancel(RecipeRun run) {
        try {
            parts.state()
                    .cancel(run.getMetadata().getNamespace(), run.getMetadata().getName());
        } catch (StateService.UnavailableException e) {
            LOG.debug("run {} could not be cancelled: {}", run.getMetadata().getName(), e.getMessage());
        }
    }

    /// The frozen recipe of a run, or `null` if it has none yet.
    @Nullable
    Frozen frozen(RecipeRun run) {
        ConfigMap map = client.configMaps()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(run.getMetadata().getName())
                .get();
        boolean ours = map != null
                && map.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner ->
                                Objects.equals(owner.getUid(), run.getMetadata().getUid()));
        return ours ? Frozen.of(map) : null;
    }

    /// Freezes a recipe for its run.
    ///
    /// @return what the run has: what was frozen for it before, if anything was
    Frozen freeze(RecipeRun run, Frozen frozen) {
        ConfigMap map = frozen.toConfigMap(run);
        try {
            client.resource(map).create();
            return frozen;
        } catch (KubernetesClientException e) {
            Frozen before = e.getCode() == CONFLICT ? frozen(run) : null;
            if (before == null) {
                throw e.getCode() == CONFLICT
                        ? RejectedException.taken(name(map), e)
                        : RejectedException.of(name(map), e);
            }
            return before;
        }
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
