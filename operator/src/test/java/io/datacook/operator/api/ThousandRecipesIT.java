package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Recipe;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand recipes at once, for the packaged operator with the flags and limits of its image. Figures are told
/// in `target/thousand-recipes.txt`, not asserted: they are the machine's as much as the operator's.
///
/// Runs where `-Ddatacook.recipes=1000` asks for it; it keeps a machine busy for a minute.
class ThousandRecipesIT {
    @TempDir
    Path folder;

    @Test
    void allAreAcceptedAndHaveTheirFirstJob() throws Exception {
        int count = Integer.getInteger("datacook.recipes", 0);
        assumeTrue(count > 0, "takes a minute: -Ddatacook.recipes=1000");
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "thousand"));
            try (OperatorProcess operator = OperatorProcess.start(folder, "thousand", cluster.namespace())) {
                ConcurrentMap<String, Instant> made = new ConcurrentHashMap<>();
                ConcurrentMap<String, Instant> seen = new ConcurrentHashMap<>();
                CountDownLatch statuses = new CountDownLatch(count);
                CountDownLatch jobs = new CountDownLatch(count);
                client.resources(Recipe.class).inNamespace(cluster.namespace()).inform(whenTold(seen, statuses));
                client.batch().v1().jobs().inNamespace(cluster.namespace()).inform(whenAdded(jobs));
                cluster.apply(Texts.SHOP);
                ApiRequests before = ApiRequests.of(client);
                Instant began = Instant.now();
                createAll(client, cluster.namespace(), count, made);
                Instant created = Instant.now();
                assertThat(jobs.await(10, TimeUnit.MINUTES)).isTrue();
                assertThat(statuses.await(10, TimeUnit.MINUTES)).isTrue();
                Duration all = Duration.between(began, Instant.now());
                List<Long> waits = made.keySet().stream()
                        .map(name ->
                                Duration.between(made.get(name), seen.get(name)).toMillis())
                        .sorted()
                        .toList();
                String told = ("%d recipes: created in %d ms, all with status and first job after %d ms; creation to"
                                        + " status p50 %d ms, p99 %d ms; RSS of the operator %d MiB, %d at most%n")
                                .formatted(
                                        count,
                                        Duration.between(began, created).toMillis(),
                                        all.toMillis(),
                                        waits.get(count / 2),
                                        waits.get(count * 99 / 100),
                                        operator.mebibytes("VmRSS"),
                                        operator.mebibytes("VmHWM"))
                        + ApiRequests.of(client).since(before).told()
                        + operator.reconciliations();
                Files.writeString(Path.of("target", "thousand-recipes.txt"), told);
                assertThat(operator.get("/q/health/ready")).contains("\"UP\"");
            }
        }
    }

    private static ResourceEventHandler<Recipe> whenTold(ConcurrentMap<String, Instant> seen, CountDownLatch latch) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(Recipe recipe) {
                note(recipe);
            }

            @Override
            public void onUpdate(Recipe old, Recipe recipe) {
                note(recipe);
            }

            private void note(Recipe recipe) {
                boolean first = recipe.getStatus() != null
                        && seen.putIfAbsent(recipe.getMetadata().getName(), Instant.now()) == null;
                if (first) {
                    latch.countDown();
                }
            }

            @Override
            public void onDelete(Recipe recipe, boolean unknown) {}
        };
    }

    private static ResourceEventHandler<Job> whenAdded(CountDownLatch latch) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(Job job) {
                latch.countDown();
            }

            @Override
            public void onUpdate(Job old, Job job) {}

            @Override
            public void onDelete(Job job, boolean unknown) {}
        };
    }

    private static void createAll(
            KubernetesClient client, String namespace, int count, ConcurrentMap<String, Instant> made)
            throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<?>> all = IntStream.range(0, count)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        HasMetadata recipe = Serialization.unmarshal(Texts.recipe("r-" + i, ""), HasMetadata.class);
                        recipe.getMetadata().setNamespace(namespace);
                        made.put("r-" + i, Instant.now());
                        client.resource(recipe).create();
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        }
    }
}
