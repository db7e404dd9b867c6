package io.datacook.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A namespace for one test, restricted, with a database, a Connection to it and a volume of its own. It goes when the
/// test has passed; a failed test leaves it for people to look at.
final class Space implements AutoCloseable {
    private static final String API = "datacook.dev/v1alpha1";

    /// Tells namespaces of this execution from those that earlier ones left. The state service remembers runs by the
    /// names of namespace and run.
    private static final String ERA = Long.toString(System.currentTimeMillis() / 1000, Character.MAX_RADIX);

    private final Cluster cluster;
    private final String name;
    private final Sql sql;
    private boolean kept = true;

    private Space(Cluster cluster, String name, Sql sql) {
        this.cluster = cluster;
        this.name = name;
        this.sql = sql;
    }

    /// A new one; its name begins like `title`.
    static Space open(Cluster cluster, String title) {
        String name = title + "-" + ERA;
        cluster.apply(name, """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels: { pod-security.kubernetes.io/enforce: restricted }
                """.formatted(name));
        Sql sql = Sql.fresh(cluster, name.replace('-', '_'));
        cluster.apply(name, """
                apiVersion: v1
                kind: Secret
                metadata: { name: warehouse }
                stringData: { password: datacook }
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: files }
                spec:
                  accessModes: [ReadWriteOnce]
                  resources: { requests: { storage: 100Mi } }
                ---
                apiVersion: datacook.dev/v1alpha1
                kind: Connection
                metadata: { name: warehouse }
                spec:
                  type: postgres
                  config: { host: postgres.datacook-system.svc, database: %s, user: datacook }
                  secretKeys: { password: { name: warehouse } }
                """.formatted(sql.database()));
        return new Space(cluster, name, sql);
    }

    Cluster cluster() {
        return cluster;
    }

    String name() {
        return name;
    }

    Sql sql() {
        return sql;
    }

    void apply(String yaml) {
        cluster.apply(name, yaml);
    }

    /// Changes a recipe by a JSON merge patch.
    void patch(String recipe, String patch) {
        recipes().withName(recipe).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    /// A condition of a recipe: its fields, or none.
    Map<String, String> recipeCondition(String recipe, String type) {
        return condition(recipes().withName(recipe).require(), type);
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            recipes() {
        return cluster.client().genericKubernetesResources(API, "Recipe").inNamespace(name);
    }

    /// The newest run of a recipe, or `null` before there is one.
    @Nullable
    GenericKubernetesResource run(String recipe) {
        return cluster
                .client()
                .genericKubernetesResources(API, "RecipeRun")
                .inNamespace(name)
                .list()
                .getItems()
                .stream()
                .filter(run -> recipe.equals(run.get("spec", "recipeRef", "name")))
                .max(Comparator.comparing(run -> run.getMetadata().getCreationTimestamp()
                        + run.getMetadata().getName()))
                .orElse(null);
    }

    /// Waits until the newest run has succeeded and tells how long that took.
    Duration succeeded(String recipe, Duration limit) {
        String[] seen = {"no run"};
        return Patience.until(() -> recipe + ": " + seen[0], limit, () -> {
            GenericKubernetesResource run = run(recipe);
            if (run == null) {
                return false;
            }
            Map<String, String> condition = condition(run, "Succeeded");
            seen[0] = run.getMetadata().getName() + " " + condition;
            if ("False".equals(condition.get("status"))) {
                throw new AssertionError("the run failed: " + seen[0]);
            }
            return "True".equals(condition.get("status"));
        });
    }

    /// Pods of a stage that are not on their way out.
    List<Pod> pods(String stage) {
        return cluster.pods(name, Map.of("datacook.dev/stage", stage));
    }

    /// Whether a pod has done its work.
    boolean ended(String pod) {
        Pod now = cluster.client().pods().inNamespace(name).withName(pod).get();
        return now != null && "Succeeded".equals(now.getStatus().getPhase());
    }

    /// A condition of a resource: its fields, or none.
    @SuppressWarnings("unchecked") // the schema of the resource holds it
    static Map<String, String> condition(GenericKubernetesResource resource, String type) {
        List<Map<String, Object>> conditions = resource.get("status", "conditions");
        if (conditions == null) {
            return Map.of();
        }
        return conditions.stream()
                .filter(condition -> type.equals(condition.get("type")))
                .findFirst()
                .map(condition -> Map.of(
                        "status", String.valueOf(condition.get("status")),
                        "reason", String.valueOf(condition.get("reason")),
                        "message", String.valueOf(condition.get("message"))))
                .orElse(Map.of());
    }

    /// Says that the test has passed.
    void passed() {
        kept = false;
    }

    @Override
    public void close() {
        sql.close();
        if (!kept) {
            // First the Jobs: Kubernetes 1.33 and newer deletes a namespace's pods before its Jobs, and a Job with
            // limits for each index keeps its last failed pod until there is a new one, which there cannot be.
            cluster.client().batch().v1().jobs().inNamespace(name).delete();
            cluster.client().namespaces().withName(name).delete();
        }
    }
}
