package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.StateService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two replicas on one database behave as one service.
class ReplicasIT {
    private static @Nullable StateService left;
    private static @Nullable StateService right;

    private final Api one = new Api(Objects.requireNonNull(left).address(), null);
    private final Api two = new Api(Objects.requireNonNull(right).address(), null);

    @BeforeAll
    static void start() {
        Database database = PostgresServer.freshDatabase();
        // Both at once: they migrate the same empty database.
        StateService first = StateService.launch(database, Map.of());
        left = first;
        StateService second = StateService.launch(database, Map.of());
        right = second;
        first.awaitReady();
        second.awaitReady();
    }

    @AfterAll
    static void stop() {
        for (StateService service : new @Nullable StateService[] {left, right}) {
            if (service != null) {
                service.close();
            }
        }
    }

    @Test
    void thirtyTwoWritersThroughBothLoseNothing() throws ExecutionException, InterruptedException {
        int writers = 32;
        int increments = 20;
        String path = Api.state("counter", "s");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Api mine = writer % 2 == 0 ? one : two;
                all.add(executor.submit(() -> increment(mine, path, increments)));
            }
            int done = 0;
            for (Future<Integer> each : all) {
                done += each.get();
            }
            assertThat(done).isEqualTo(writers * increments);
        }
        assertThat(one.get(path).body()).isEqualTo("" + writers * increments);
        assertThat(two.get(path).etag()).isEqualTo("\"" + writers * increments + "\"");
    }

    private static int increment(Api api, String path, int times) {
        int done = 0;
        while (done < times) {
            Api.Reply now = api.get(path);
            Api.Reply stored;
            if (now.status() == 404) {
                stored = api.create(path, "1");
            } else {
                long version = Long.parseLong(String.valueOf(now.etag()).replace("\"", ""));
                stored = api.replace(path, version, "" + (Long.parseLong(now.body()) + 1));
            }
            if (stored.status() == 204) {
                done++;
            } else if (stored.status() != 412 && stored.status() != 503) {
                throw new AssertionError(stored.toString());
            }
        }
        return done;
    }

    @Test
    void sessionsOfPodsThatAttachTogetherAreAllDifferent() throws ExecutionException, InterruptedException {
        int pods = 16;
        Set<Long> sessions = new ConcurrentSkipListSet<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int pod = 0; pod < pods; pod++) {
                Api mine = pod % 2 == 0 ? one : two;
                String uid = "uid-" + pod;
                all.add(executor.submit(() -> sessions.add(mine.attach("crowd", "writer", 0, uid)
                        .json()
                        .path("session")
                        .asLong())));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(sessions).hasSize(pods).contains(1L, (long) pods);
    }

    @Test
    void aLongPollNoticesAnAttachThroughTheOtherReplica() throws ExecutionException, InterruptedException {
        one.attach("across", "writer", 0, "w");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Api.Reply>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(executor.submit(() -> one.get("/v1/runs/across/lanes/0/extractor?after=0&waitSeconds=30")));
            }
            two.attach("across", "extractor", 0, "e");

            for (Future<Api.Reply> each : waiting) {
                assertThat(each.get().text("podUid")).isEqualTo("e");
            }
        }
    }

    @Test
    void aCancellationThroughOneReplicaIsKnownToTheOther() {
        one.attach("cancelled", "writer", 0, "w");

        two.post("/v1/runs/cancelled/cancel", null);

        assertThat(one.heartbeat("cancelled", "writer", 0, "w", 1, "").text("type"))
                .isEqualTo("urn:datacook:cancelled");
    }
}
