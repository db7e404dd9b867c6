package io.datacook.operator.api;

import io.datacook.crds.Condition;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A namespace in which the test plays what is not there: the Job controller, the scheduler and the kubelet.
record Cluster(KubernetesClient client, String namespace) {
    private static final int PATIENCE_SECONDS = 60;

    /// Applies YAML the way `kubectl apply --server-side` does, as somebody else than the operator.
    void apply(String yaml) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("kubectl")
                .withForce(true)
                .build();
        for (String document : yaml.split("(?m)^---$", -1)) {
            HasMetadata object = Serialization.unmarshal(document, HasMetadata.class);
            object.getMetadata().setNamespace(namespace);
            client.resource(object).patch(context);
        }
    }

    Recipe recipe(String name, Predicate<@Nullable Recipe> is) {
        return client.resources(Recipe.class)
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(is, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    RecipeRun run(String name, Predicate<@Nullable RecipeRun> is) {
        return client.resources(RecipeRun.class)
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(is, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    Job job(String name) {
        return job(name, job -> job != null);
    }

    Job job(String name, Predicate<@Nullable Job> is) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(is, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// The only run of a recipe, once it is there.
    RecipeRun firstRun(String recipe) {
        Recipe seen = recipe(
                recipe,
                each -> each != null
                        && each.getStatus() != null
                        && each.getStatus().lastRun() != null);
        return run(Objects.requireNonNull(seen.getStatus().lastRun()).name(), each -> each != null);
    }

    static boolean is(@Nullable Recipe recipe, String type, Condition.Status status, String reason) {
        return recipe != null
                && recipe.getStatus() != null
                && holds(recipe.getStatus().condition(type), status, reason);
    }

    static boolean is(@Nullable RecipeRun run, String type, Condition.Status status, String reason) {
        return run != null && run.getStatus() != null && holds(run.getStatus().condition(type), status, reason);
    }

    private static boolean holds(@Nullable Condition condition, Condition.Status status, String reason) {
        return condition != null
                && condition.status() == status
                && condition.reason().equals(reason);
    }

    /// A pod of a Job's lane 0, placed and running. Made bare, so no controller is needed or in the way.
    Pod place(Job job) {
        Map<String, String> labels = job.getSpec().getTemplate().getMetadata().getLabels();
        // Without a controller manager nobody makes the account, and admission does not fill in its name.
        PodSpec spec = job.getSpec().getTemplate().getSpec();
        spec.setServiceAccountName("default");
        Pod pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(job.getMetadata().getName() + "-played")
                        .withNamespace(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .withSpec(spec)
                        .build())
                .create();
        return status(pod, "Running", "True");
    }

    /// Has a pod be in a phase.
    Pod status(Pod pod, String phase, String ready) {
        return client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .editStatus(old -> new PodBuilder(old)
                        .withNewStatus()
                        .withPhase(phase)
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("True")
                        .endCondition()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready)
                        .endCondition()
                        .endStatus()
                        .build());
    }

    /// Deletes a recipe and waits until it is gone.
    void delete(String recipe) {
        client.resources(Recipe.class).inNamespace(namespace).withName(recipe).delete();
        recipe(recipe, each -> each == null);
    }

    /// Waits until news of all these reasons were told.
    void events(String... reasons) {
        client.v1()
                .events()
                .inNamespace(namespace)
                .informOnCondition(
                        events -> events.stream().map(Event::getReason).toList().containsAll(List.of(reasons)))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /// The first pod that a real Job controller makes of a Job.
    Pod podOf(String job) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel("job-name", job)
                .informOnCondition(pods -> !pods.isEmpty())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .getFirst();
    }

    List<Job> jobs(String run) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(Labels.RUN, run)
                .list()
                .getItems();
    }
}
