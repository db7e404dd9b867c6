package io.datacook.operator.kube;

import io.datacook.crds.RecipeRun;
import io.datacook.operator.decide.Notice;
import io.datacook.operator.decide.RunDecision;
import io.datacook.operator.desired.DesiredRun;
import io.datacook.operator.desired.DesiredRun.Activity;
import io.datacook.operator.desired.Frozen;
import io.datacook.operator.desired.Labels;
import io.datacook.operator.state.StateService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
                job(job, jobs, decision.activity(), begins);
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
    private void job(Job wanted, List<Job> jobs, Activity activity, boolean begins) {
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
        boolean suspended = Boolean.TRUE.equals(there.getSpec().getSuspend());
        boolean failed = there.getStatus() != null
                && there.getStatus().getConditions().stream()
                        .anyMatch(condition -> "Failed".equals(condition.getType()));
        boolean queued = wanted.getMetadata().getLabels().containsKey(Labels.QUEUE);
        if (over || failed || suspended == (activity == Activity.SUSPENDED) || (queued && suspended)) {
            return;
        }
        client.resource(there)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"suspend\":%s}}".formatted(activity == Activity.SUSPENDED));
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

    /// As the pod garbage collector does it: without a terminal phase the Job would wait for the pod for ever.
    private void forceDelete(RecipeRun run, String pod) {
        String failed = """
                {"status":{"phase":"Failed","conditions":[{"type":"DisruptionTarget","status":"True",
                "reason":"NodeLost","message":"the node does not answer","lastTransitionTime":"%s"}]}}
                """.formatted(parts.clock().instant().truncatedTo(ChronoUnit.SECONDS));
        client.pods()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(pod)
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), failed);
        client.pods()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(pod)
                .withGracePeriod(0)
                .delete();
        parts.events()
                .tell(
                        run,
                        new Notice(
                                Notice.Type.WARNING,
                                "NodeLost",
                                "pod %s was removed because its node does not answer; it is fenced".formatted(pod)));
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
    void freeze(RecipeRun run, Frozen frozen) {
        ConfigMap map = frozen.toConfigMap(run);
        try {
            client.resource(map).patch(applyContext());
        } catch (KubernetesClientException e) {
            throw RejectedException.of(name(map), e);
        }
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
