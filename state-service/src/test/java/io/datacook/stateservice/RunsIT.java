package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.StateService;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Runs over HTTP: attach, heartbeat, report, look, cancel.
class RunsIT {
    private static @Nullable StateService service;

    private final Api api = new Api(Objects.requireNonNull(service).address(), null);

    @BeforeAll
    static void start() {
        service = StateService.start(PostgresServer.freshDatabase(), Map.of("DATACOOK_LIMITS_RUNS_PER_RECIPE", "5"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    private static void assertGone(Api.Reply reply, String type) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(410);
        assertThat(reply.text("type")).isEqualTo("urn:datacook:" + type);
        assertThat(reply.text("code")).isEqualTo("DC402");
    }

    @Test
    void podsOfALaneFindEachOther() {
        Api.Reply writer = api.attach("meet", "writer", 0, "w1");
        api.attach("meet", "writer", 1, "other");
        Api.Reply extractor = api.attach("meet", "extractor", 0, "e1");

        assertThat(writer.status()).as(writer.body()).isEqualTo(200);
        assertThat(writer.json().path("session").asLong()).isEqualTo(1);
        assertThat(writer.json().path("peers").size()).isZero();
        JsonNode peers = extractor.json().path("peers");
        assertThat(peers.size()).isEqualTo(1);
        assertThat(peers.path("writer").path("podUid").asText()).isEqualTo("w1");
        assertThat(peers.path("writer").path("address").asText()).isEqualTo("10.0.0.0:8080");
        assertThat(peers.path("writer").path("session").asLong()).isEqualTo(1);
    }

    @Test
    void theNewestPodOfAStageWins() {
        api.attach("zombie", "writer", 0, "old");

        long session =
                api.attach("zombie", "writer", 0, "new").json().path("session").asLong();

        assertThat(session).isEqualTo(2);
        assertGone(api.heartbeat("zombie", "writer", 0, "old", 1, ""), "superseded");
        assertGone(api.heartbeat("zombie", "writer", 0, "old", 2, ""), "superseded");
        assertThat(api.heartbeat("zombie", "writer", 0, "new", 2, "").status()).isEqualTo(204);
    }

    @Test
    void aLongPollAnswersWhenAPeerComes() throws ExecutionException, InterruptedException {
        api.attach("poll", "writer", 0, "w1");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Api.Reply> waiting =
                    executor.submit(() -> api.get("/v1/runs/poll/lanes/0/extractor?after=0&waitSeconds=30"));
            api.attach("poll", "extractor", 0, "e1");

            assertThat(waiting.get().status()).isEqualTo(200);
            assertThat(waiting.get().text("podUid")).isEqualTo("e1");
        }
        assertThat(api.get("/v1/runs/poll/lanes/0/extractor?after=1&waitSeconds=0")
                        .status())
                .isEqualTo(204);
        assertThat(api.get("/v1/runs/poll/lanes/0/extractor?after=1&waitSeconds=1")
                        .status())
                .isEqualTo(204);
        assertThat(api.get("/v1/runs/never/lanes/0/extractor?waitSeconds=30").status())
                .isEqualTo(404);
        assertThat(api.get("/v1/runs/poll/lanes/0/cook").status()).isEqualTo(400);
    }

    @Test
    void progressIsSummedOverLanesAndPods() {
        api.attach("sum", "writer", 0, "w0");
        api.attach("sum", "writer", 1, "w1");
        api.attach("sum", "extractor", 0, "e0");
        api.heartbeat("sum", "writer", 0, "w0", 1, "\"rowsRead\":9,\"rowsWritten\":7,\"rowsRejected\":2,\"bytes\":70");
        api.heartbeat(
                "sum",
                "writer",
                1,
                "w1",
                1,
                "\"rowsWritten\":5,\"bytes\":50,\"epoch\":3,\"committedAt\":\"2026-11-21T08:30:00Z\"");
        api.heartbeat("sum", "extractor", 0, "e0", 1, "\"rowsRead\":20");
        api.attach("sum", "writer", 1, "w2");
        api.heartbeat("sum", "writer", 1, "w2", 2, "\"rowsWritten\":1,\"bytes\":10,\"epoch\":4");

        JsonNode run = api.get("/v1/runs/sum").json();

        assertThat(run.path("outcome").asText()).isEqualTo("RUNNING");
        assertThat(run.path("totals").toString())
                .isEqualTo("{\"rowsRead\":20,\"rowsWritten\":13,\"rowsRejected\":2,\"bytes\":130}");
        assertThat(run.path("epoch").asLong()).isEqualTo(4);
        assertThat(run.path("lanes").size()).isEqualTo(3);
        assertThat(run.path("lanes").get(2).path("podUid").asText()).isEqualTo("w2");
        assertThat(run.path("lanes").get(2).path("seenAt").asText()).endsWith("Z");
    }

    @Test
    void aSuccessIsFinalAndKeepsItsReport() {
        api.attach("done", "writer", 0, "w0");

        Api.Reply reported = api.report("done", """
                {"outcome":"SUCCEEDED","receipts":{"orders":{"rows":3}},
                 "streams":[{"stream":"orders","counts":{"rowsRead":4,"rowsWritten":3,"rowsRejected":1}}]}""");

        assertThat(reported.status()).isEqualTo(204);

        JsonNode run = api.get("/v1/runs/done").json();
        assertThat(run.path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(run.path("endedAt").asText()).isNotBlank();
        assertThat(run.path("totals").path("rowsWritten").asLong()).isEqualTo(3);
        assertThat(run.path("streams").get(0).path("stream").asText()).isEqualTo("orders");
        assertThat(run.path("receipts").path("orders").path("rows").asLong()).isEqualTo(3);
        assertThat(api.report("done", "{\"outcome\":\"SUCCEEDED\"}").status()).isEqualTo(204);
        assertThat(api.report("done", "{\"outcome\":\"FAILED\"}").status()).isEqualTo(409);
        assertGone(api.attach("done", "writer", 0, "late"), "ended");
        assertThat(api.heartbeat("done", "writer", 0, "w0", 1, "\"rowsWritten\":3")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void theFirstErrorStaysAndUsersMustMendTheirs() {
        api.attach("bad", "writer", 0, "w0");
        api.attach("bad", "extractor", 0, "e0");
        api.report("bad", """
                {"outcome":"FAILED","error":{"code":"DC501","kind":"USER","message":"no number","place":"a.csv:3"}}""");
        api.report("bad", "{\"outcome\":\"FAILED\",\"error\":{\"code\":\"DC201\",\"message\":\"lost\"}}");

        JsonNode error = api.get("/v1/runs/bad").json().path("error");
        assertThat(error.toString())
                .isEqualTo("{\"code\":\"DC501\",\"kind\":\"USER\",\"message\":\"no number\",\"place\":\"a.csv:3\"}");
        assertGone(api.heartbeat("bad", "writer", 0, "w0", 1, ""), "ended");
        assertGone(api.attach("bad", "writer", 0, "w1"), "ended");
    }

    @Test
    void anotherAttemptGoesOnWithAStoppedRunAndAfterAFailureOutside() {
        api.attach("again", "writer", 0, "w0");
        api.report("again", "{\"outcome\":\"STOPPED\"}");
        assertThat(api.attach("again", "writer", 0, "w1").status()).isEqualTo(200);
        assertThat(api.get("/v1/runs/again").text("outcome")).isEqualTo("RUNNING");
        api.report("again", "{\"outcome\":\"FAILED\",\"error\":{\"code\":\"DC201\",\"kind\":\"EXTERNAL\"}}");
        assertThat(api.attach("again", "writer", 0, "w2").status()).isEqualTo(200);

        JsonNode run = api.get("/v1/runs/again").json();
        assertThat(run.path("outcome").asText()).isEqualTo("RUNNING");
        assertThat(run.has("error")).isFalse();
        assertThat(run.has("endedAt")).isFalse();
    }

    @Test
    void aCancelledRunSendsItsPodsAway() throws ExecutionException, InterruptedException {
        api.attach("stop", "writer", 0, "w0");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Api.Reply> waiting =
                    executor.submit(() -> api.get("/v1/runs/stop/lanes/0/extractor?waitSeconds=30"));

            assertThat(api.post("/v1/runs/stop/cancel", null).status()).isEqualTo(202);

            assertGone(waiting.get(), "cancelled");
        }
        assertGone(api.heartbeat("stop", "writer", 0, "w0", 1, ""), "cancelled");
        assertGone(api.attach("stop", "extractor", 0, "e0"), "cancelled");
        assertThat(api.get("/v1/runs/stop").text("cancelledAt")).isNotBlank();
        assertThat(api.report("stop", "{\"outcome\":\"STOPPED\"}").status()).isEqualTo(204);
        assertThat(api.post("/v1/runs/none/cancel", null).status()).isEqualTo(404);
    }

    @Test
    void aRunBelongsToOneRecipe() {
        api.attach("mine", "writer", 0, "w0");

        Api.Reply other = api.post("/v1/runs/mine/attach", """
                {"recipe":"other","digest":"d1","stage":"writer","lane":0,"lanes":1,"podUid":"x"}""");

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("detail")).contains("orders", "other");
    }

    @Test
    void theOldestRunsOfARecipeAreForgotten() {
        for (int i = 0; i < 8; i++) {
            api.post("/v1/runs/h" + i + "/attach", """
                    {"recipe":"history","digest":"d","stage":"writer","lane":0,"lanes":1,"podUid":"w"}""");
            api.report("h" + i, "{\"outcome\":\"SUCCEEDED\"}");
        }

        JsonNode runs = api.get("/v1/runs?recipe=history").json();
        assertThat(runs.size()).isEqualTo(5);
        assertThat(runs.get(0).path("run").asText()).isEqualTo("h7");
        assertThat(runs.get(0).has("lanes")).isFalse();
        assertThat(api.get("/v1/runs?recipe=history&limit=2").json().size()).isEqualTo(2);
        assertThat(api.get("/v1/runs/h0").status()).isEqualTo(404);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(api.attach("odd", "cook", 0, "w").status()).isEqualTo(400);
        assertThat(api.attach("odd", "writer", 4, "w").status()).isEqualTo(400);
        assertThat(api.post("/v1/runs/odd/attach", "{}").status()).isEqualTo(400);
        assertThat(api.post("/v1/runs/odd/attach", "nonsense").status()).isEqualTo(400);
        assertThat(api.heartbeat("odd", "writer", 0, "w", 1, "").status()).isEqualTo(404);
        assertThat(api.report("odd", "{\"outcome\":\"SUCCEEDED\"}").status()).isEqualTo(404);
        assertThat(api.get("/v1/runs/odd").status()).isEqualTo(404);
        assertThat(api.get("/v1/runs?limit=0").status()).isEqualTo(400);
        api.attach("odd", "writer", 0, "w");
        assertThat(api.report("odd", "{\"outcome\":\"RUNNING\"}").status()).isEqualTo(400);
        assertThat(api.report("odd", "{\"outcome\":\"LOST\"}").status()).isEqualTo(400);
    }
}
