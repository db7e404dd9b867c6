package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.ServerProcess;
import io.datacook.testkit.StateService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service and its database die and come back; nothing that was answered is lost.
class CrashIT {
    @TempDir
    private Path folder;

    @Test
    void killedBeforeItStoresItHasStoredNothing() throws IOException {
        try (StateService service = dying("BEFORE_STORE:2")) {
            assertThat(storedAfterDeath(service)).isEqualTo("\"1\"");
        }
    }

    @Test
    void killedBeforeItAnswersItHasStored() throws IOException {
        try (StateService service = dying("AFTER_STORE:2")) {
            assertThat(storedAfterDeath(service)).isEqualTo("\"2\"");
        }
    }

    private static StateService dying(String fault) {
        return StateService.start(PostgresServer.freshDatabase(), Map.of("DATACOOK_STATE_FAULT", fault));
    }

    /// The second change kills it.
    private static String storedAfterDeath(StateService service) {
        String path = Api.state("r", "s");
        Api api = new Api(service.address(), null);
        assertThat(api.create(path, "{\"n\":1}").status()).isEqualTo(204);
        boolean answered = true;
        try {
            api.send("PUT", path, "{\"n\":2}", "If-Match", "\"1\"", "Content-Type", "application/json");
        } catch (IOException lost) {
            answered = false;
        }
        assertThat(answered).isFalse();
        assertThat(service.awaitEnd()).isEqualTo(137);
        service.restart();
        return String.valueOf(api.get(path).etag());
    }

    @Test
    void itWaitsForADatabaseThatIsLateAndSaysSo() {
        try (RestartablePostgres postgres = new RestartablePostgres(folder.resolve("late"))) {
            postgres.stop();
            try (StateService service = StateService.launch(postgres.database(), Map.of())) {
                while (!service.log().contains("waiting for PostgreSQL")) {
                    assertThat(service.isAlive()).as(service.log()).isTrue();
                    LockSupport.parkNanos(10_000_000);
                }
                postgres.start();
                service.awaitReady();
                assertThat(service.log()).contains("brought up to date in 2 steps");
            }
        }
    }

    @Test
    void itGivesUpOnADatabaseThatNeverComes() {
        Database nowhere = new Database("localhost", ServerProcess.freePort(), "x", "x");
        try (StateService service = StateService.launch(nowhere, Map.of("DATACOOK_DATABASE_WAIT", "1s"))) {
            assertThat(service.awaitEnd()).isNotZero();
            assertThat(service.log()).contains("did not answer for 1 seconds", "DATACOOK_DATABASE_WAIT");
        }
    }

    @Test
    void postgresStoppedAndStartedUnderLoadLosesNothing() throws ExecutionException, InterruptedException {
        int writers = 8;
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger before = new AtomicInteger();
        AtomicInteger afterwards = new AtomicInteger();
        AtomicBoolean restarted = new AtomicBoolean();
        try (RestartablePostgres postgres = new RestartablePostgres(folder.resolve("data"));
                StateService service = StateService.start(postgres.database(), Map.of());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Api api = new Api(service.address(), null);
            List<Future<Ledger>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Ledger ledger = new Ledger(Api.state("load", "s" + writer));
                all.add(executor.submit(() -> {
                    while (!done.get()) {
                        ledger.change(api);
                        if (ledger.lastWasStored) {
                            (restarted.get() ? afterwards : before).incrementAndGet();
                        }
                    }
                    return ledger;
                }));
            }
            awaitStored(before, 20 * writers, service);
            postgres.stop();
            assertThat(api.get("/q/health/live").status()).isEqualTo(200);
            assertThat(api.get("/q/health/ready").status()).isEqualTo(503);
            postgres.start();
            restarted.set(true);
            awaitStored(afterwards, 20 * writers, service);
            done.set(true);
            for (Future<Ledger> each : all) {
                each.get().check(api);
            }
            assertThat(api.get("/q/health/ready").status()).isEqualTo(200);
        }
    }

    private static void awaitStored(AtomicInteger stored, int wanted, StateService service) {
        while (stored.get() < wanted) {
            assertThat(service.isAlive()).as(service.log()).isTrue();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// One writer's view of one document, from the answers alone.
    private static final class Ledger {
        private final String path;
        private long known;
        private boolean lastWasStored;

        Ledger(String path) {
            this.path = path;
        }

        /// One change; where nobody knows, it reads until it knows. Throws if an answer was a lie.
        void change(Api api) {
            Api.Reply reply = known == 0 ? api.create(path, "{}") : api.replace(path, known, "{}");
            lastWasStored = reply.status() == 204;
            switch (reply.status()) {
                case 204 -> known++;
                case 503 -> assertThat(reply.text("code")).isEqualTo("DC203");
                case 502 -> {
                    assertThat(reply.text("code")).isEqualTo("DC401");
                    long found = read(api);
                    assertThat(found).isBetween(known, known + 1);
                    known = found;
                }
                default -> throw new AssertionError(reply.toString());
            }
        }

        private long read(Api api) {
            while (true) {
                Api.Reply now = api.get(path);
                switch (now.status()) {
                    case 200 -> {
                        return Long.parseLong(String.valueOf(now.etag()).replace("\"", ""));
                    }
                    case 404 -> {
                        return 0;
                    }
                    case 503 -> LockSupport.parkNanos(1_000_000);
                    default -> throw new AssertionError(now.toString());
                }
            }
        }

        void check(Api api) {
            assertThat(read(api)).isEqualTo(known);
        }
    }
}
