package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.datacook.testkit.KafkaBroker;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.StateService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Run events on a real Kafka: all of them, in order, whatever dies in between.
class RunEventsIT {
    private static final String COMMITTED =
            "\"rowsRead\":7,\"rowsWritten\":%1$d,\"epoch\":%1$d,\"committedAt\":\"2026-01-01T00:00:0%1$dZ\"";

    @TempDir
    private Path folder;

    private static Map<String, String> events(String bootstrapServers, String... more) {
        Map<String, String> all = new TreeMap<>();
        all.put("DATACOOK_EVENTS_ENABLED", "true");
        all.put("DATACOOK_EVENTS_BOOTSTRAP_SERVERS", bootstrapServers);
        all.put("DATACOOK_EVENTS_INTERVAL", "0s");
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static void runThrough(Api api, String run) {
        assertThat(api.attach(run, "writer", 0, "w").status()).isEqualTo(200);
        for (int epoch = 1; epoch <= 2; epoch++) {
            assertThat(api.heartbeat(run, "writer", 0, "w", 1, COMMITTED.formatted(epoch))
                            .status())
                    .isEqualTo(204);
        }
        assertThat(api.report(run, "{\"outcome\":\"SUCCEEDED\"}").status()).isEqualTo(204);
    }

    private static final List<String> WHOLE = List.of("started", "committed", "committed", "succeeded");

    private static Stream<String> types(List<Received> all, String run) {
        return all.stream().filter(event -> event.run().equals(run)).map(Received::type);
    }

    @Test
    void eventsComeInOrderAsCloudEventsThatKeepTheirSchema() throws IOException {
        try (KafkaBroker broker = KafkaBroker.start(folder);
                StateService service =
                        StateService.start(PostgresServer.freshDatabase(), events(broker.bootstrapServers()))) {
            Api api = new Api(service.address(), null);
            runThrough(api, "good");
            // The same report and the same progress again change nothing, and tell nothing.
            api.report("good", "{\"outcome\":\"SUCCEEDED\"}");
            api.heartbeat("good", "writer", 0, "w", 1, COMMITTED.formatted(2));
            api.attach("bad", "writer", 0, "w");
            api.report("bad", """
                    {"outcome":"FAILED","error":{"code":"DC405","kind":"INTERNAL","message":"rows differ"},
                     "streams":[{"stream":"orders","error":{"code":"DC405"}}]}""");
            api.attach("again", "writer", 0, "w");
            api.report("again", "{\"outcome\":\"STOPPED\"}");
            api.attach("again", "writer", 0, "w2");
            api.post("/v1/runs/again/cancel", null);

            List<Received> all = Received.await(
                    broker.bootstrapServers(),
                    Received.has("again", "cancelled")
                            .and(Received.has("bad", "failed"))
                            .and(Received.has("good", "succeeded")));

            assertThat(types(all, "good")).containsExactlyElementsOf(WHOLE);
            assertThat(types(all, "bad")).containsExactly("started", "receipt-mismatched", "failed");
            assertThat(types(all, "again")).containsExactly("started", "stopped", "resumed", "cancelled");
            Received last = all.stream()
                    .filter(event -> event.run().equals("good") && event.sequence() == 4)
                    .findFirst()
                    .orElseThrow();
            assertThat(last.key()).isEqualTo("default/orders");
            assertThat(last.headers())
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_source", "/datacook/default/orders")
                    .containsEntry("ce_dataschema", "urn:datacook:run-event:1")
                    .containsEntry("ce_sequence", "4")
                    .containsEntry("content-type", "application/json");
            assertThat(last.data().path("totals").path("rowsWritten").asLong()).isEqualTo(2);
            assertThat(all.stream().map(Received::id)).doesNotHaveDuplicates();
            assertFitSchema(all);
        }
    }

    private static void assertFitSchema(List<Received> all) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(
                        Path.of(System.getProperty("datacook.root", ".."), "docs/reference/run-event.schema.json")));
        for (Received event : all) {
            assertThat(schema.validate(event.data())).as("%s", event).isEmpty();
            assertThat(event.data().fieldNames())
                    .toIterable()
                    .as("%s", event)
                    .allMatch(
                            member -> schema.getSchemaNode().path("properties").has(member));
        }
    }

    @Test
    void whileTheBrokerIsAwayRunsGoOnAndTheirEventsWait() {
        try (KafkaBroker broker = KafkaBroker.start(folder);
                StateService service =
                        StateService.start(PostgresServer.freshDatabase(), events(broker.bootstrapServers()))) {
            Api api = new Api(service.address(), null);
            runThrough(api, "before");
            Received.await(broker.bootstrapServers(), Received.has("before", "succeeded"));

            broker.kill();
            for (int i = 0; i < 5; i++) {
                runThrough(api, "away-" + i);
            }
            awaitLine(api, "datacook_state_events_failures_total [1-9].*");
            awaitLine(api, "datacook_state_events_waiting 20.*");
            assertThat(api.get("/q/health/ready").status()).isEqualTo(200);
            broker.restart();

            List<Received> all = Received.await(
                    broker.bootstrapServers(),
                    seen -> IntStream.range(0, 5)
                            .allMatch(
                                    i -> Received.has("away-" + i, "succeeded").test(seen)));
            for (int i = 0; i < 5; i++) {
                assertThat(firstTime(all, "away-" + i)).containsExactlyElementsOf(WHOLE);
            }
            awaitLine(api, "datacook_state_events_waiting 0.*");
        }
    }

    /// Types of a run's events without those that came again, which come after what they repeat.
    private static List<String> firstTime(List<Received> all, String run) {
        return all.stream()
                .filter(event -> event.run().equals(run))
                .collect(Collectors.toMap(Received::id, Received::type, (first, again) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private static void awaitLine(Api api, String pattern) {
        String metrics = "";
        for (int i = 0; i < 600; i++) {
            metrics = api.get("/q/metrics").body();
            if (metrics.lines().anyMatch(line -> line.matches(pattern))) {
                return;
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new AssertionError("no line " + pattern + " in " + metrics);
    }

    @Test
    void killedBeforeItSendsItSendsAfterItsRestart() {
        assertNothingIsLost("BEFORE_PUBLISH");
    }

    @Test
    void killedBeforeItRemovesWhatItSentItSendsTheSameAgain() {
        List<Received> all = assertNothingIsLost("AFTER_PUBLISH");

        assertThat(all.stream().map(Received::id))
                .hasSizeGreaterThan(firstTime(all, "killed").size());
    }

    private List<Received> assertNothingIsLost(String fault) {
        try (KafkaBroker broker = KafkaBroker.start(folder);
                StateService service = StateService.start(
                        PostgresServer.freshDatabase(),
                        events(broker.bootstrapServers(), "DATACOOK_STATE_FAULT", fault))) {
            Api api = new Api(service.address(), null);
            // It may die before it answers.
            assertThat(catchThrowable(() -> api.attach("killed", "writer", 0, "w")))
                    .matches(lost -> lost == null || lost instanceof UncheckedIOException);
            assertThat(service.awaitEnd()).isEqualTo(137);
            service.restart();
            api.report("killed", "{\"outcome\":\"SUCCEEDED\"}");

            List<Received> all = Received.await(broker.bootstrapServers(), Received.has("killed", "succeeded"));
            assertThat(firstTime(all, "killed")).containsExactly("started", "succeeded");
            return all;
        }
    }

    @Test
    void twoReplicasSendEachEventOnce() {
        Database database = PostgresServer.freshDatabase();
        try (KafkaBroker broker = KafkaBroker.start(folder);
                StateService left = StateService.start(database, events(broker.bootstrapServers()));
                StateService right = StateService.start(database, events(broker.bootstrapServers()))) {
            for (int i = 0; i < 20; i++) {
                runThrough(new Api((i % 2 == 0 ? left : right).address(), null), "run-" + i);
            }

            List<Received> all = Received.await(
                    broker.bootstrapServers(),
                    seen -> IntStream.range(0, 20)
                            .allMatch(i -> Received.has("run-" + i, "succeeded").test(seen)));
            assertThat(all.stream().map(Received::id)).doesNotHaveDuplicates();
            for (int i = 0; i < 20; i++) {
                assertThat(types(all, "run-" + i)).containsExactlyElementsOf(WHOLE);
            }
        }
    }

    @Test
    void ofTooManyTheOldestAreKeptAndTheNumbersShowTheGap() {
        Database database = PostgresServer.freshDatabase();
        KafkaBroker away = KafkaBroker.start(folder);
        away.kill();
        try (KafkaBroker broker = away;
                StateService service =
                        StateService.start(database, events(broker.bootstrapServers(), "DATACOOK_EVENTS_ROWS", "3"))) {
            Api api = new Api(service.address(), null);
            runThrough(api, "first");
            awaitLine(api, "datacook_state_events_dropped_total\\{why=\"full\".*} 1.*");
            // Counted after an attempt to send has failed: before it, nothing was known to wait.
            awaitLine(api, "datacook_state_events_waiting 3.*");
            broker.restart();
            awaitLine(api, "datacook_state_events_waiting 0.*");
            api.attach("second", "writer", 0, "w");

            List<Received> all = Received.await(broker.bootstrapServers(), Received.has("second", "started"));
            assertThat(firstTime(all, "first")).containsExactlyElementsOf(WHOLE.subList(0, 3));
            assertThat(service.log()).containsOnlyOnce("does not take them").contains("takes run events again");
        }
    }

    @Test
    void offByDefaultNothingIsWrittenAndNoClassOfKafkaIsLoaded() throws IOException {
        Path classes = folder.resolve("classes.log");
        try (StateService service = StateService.start(
                PostgresServer.freshDatabase(),
                Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes + ":none"))) {
            Api api = new Api(service.address(), null);
            runThrough(api, "quiet");

            assertThat(api.get("/q/metrics").body()).doesNotContain("datacook_state_events_sent_total");
            assertThat(service.log()).doesNotContain("run events", "run-events", "SRMSG");
        }
        assertThat(Files.readString(classes))
                .contains("io.datacook.stateservice.events.EventRelay")
                .doesNotContain("org.apache.kafka.clients.producer.KafkaProducer");
    }
}
