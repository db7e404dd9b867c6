package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.StateBackend;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.StateService;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Checkpoints over HTTP: each status of the contract.
class StatesIT {
    private static @Nullable StateService service;

    private final Api api = new Api(service().address(), null);

    @BeforeAll
    static void start() {
        service = StateService.start(PostgresServer.freshDatabase(), Map.of("DATACOOK_LIMITS_STATES", "12"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    private static StateService service() {
        return Objects.requireNonNull(service);
    }

    private static void assertProblem(Api.Reply reply, int status, String type, String code) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.type()).startsWith("application/problem+json");
        assertThat(reply.text("type")).isEqualTo("urn:datacook:" + type);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.text("detail")).isNotBlank().doesNotContain("Exception");
        assertThat(reply.text("kind")).isIn("USER", "EXTERNAL", "RESOURCES", "INTERNAL");
    }

    @Test
    void aDocumentIsCreatedReadReplacedAndRemoved() {
        String path = Api.state("acme/orders", "public.orders");

        Api.Reply created = api.create(path, "{\"n\":1}");
        assertThat(created.status()).as(created.body()).isEqualTo(204);
        assertThat(created.etag()).isEqualTo("\"1\"");
        Api.Reply replaced = api.replace(path, 1, "{\"n\":2}");
        assertThat(replaced.status()).isEqualTo(204);
        assertThat(replaced.etag()).isEqualTo("\"2\"");
        Api.Reply read = api.get(path);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("{\"n\":2}");
        assertThat(read.etag()).isEqualTo("\"2\"");
        assertThat(read.type()).startsWith("application/json");
        assertThat(api.get("/v1/states?recipe=acme%2Forders").body())
                .isEqualTo("[{\"recipe\":\"acme/orders\",\"stream\":\"public.orders\"}]");
        assertThat(api.delete(path, "If-Match", "\"2\"").status()).isEqualTo(204);
        assertProblem(api.get(path), 404, "not-found", "DC104");
    }

    @Test
    void aStaleChangeIsRefused() {
        String path = Api.state("stale", "s");
        assertThat(api.create(path, "{}").status()).isEqualTo(204);

        assertProblem(api.create(path, "{}"), 412, "stale", "DC402");
        assertProblem(api.replace(path, 2, "{}"), 412, "stale", "DC402");
        assertProblem(api.delete(path, "If-Match", "\"2\""), 412, "stale", "DC402");
        assertProblem(api.delete(Api.state("stale", "none"), "If-Match", "\"1\""), 412, "stale", "DC402");
        assertThat(api.get(path).etag()).isEqualTo("\"1\"");
    }

    @Test
    void aChangeWithoutPreconditionIsRefused() {
        String path = Api.state("bare", "s");

        assertProblem(api.put(path, "{}"), 428, "precondition-missing", "DC106");
        assertProblem(api.delete(path), 428, "precondition-missing", "DC106");
        assertProblem(api.put(path, "{}", "If-Match", "7"), 400, "bad-request", "DC106");
        assertProblem(api.put(path, "{}", "If-Match", "*"), 400, "bad-request", "DC106");
        assertProblem(api.put(path, "{}", "If-None-Match", "\"1\""), 400, "bad-request", "DC106");
        assertProblem(api.get(path), 404, "not-found", "DC104");
    }

    @Test
    void aDocumentBeyondTheLimitIsRefusedBeforeItIsRead() throws IOException {
        long announced = StateBackend.DOCUMENT_BYTES_MAX + 1L;

        // Only the head is sent: an answer proves that nobody waits for the body.
        String answer = raw("""
                PUT /v1/state?recipe=big&stream=s HTTP/1.1
                Host: localhost
                If-None-Match: *
                Content-Type: application/json
                Content-Length: %d

                """.formatted(announced));

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("urn:datacook:too-large", "DC301", "" + announced);
    }

    @Test
    void aBodyWithoutLengthIsRefused() throws IOException {
        String answer = raw("""
                PUT /v1/state?recipe=chunked&stream=s HTTP/1.1
                Host: localhost
                If-None-Match: *
                Content-Type: application/json
                Transfer-Encoding: chunked

                """);

        assertThat(answer).startsWith("HTTP/1.1 411 ").contains("urn:datacook:length-missing", "DC106");
    }

    private String raw(String head) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), service().address().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            InputStream input = socket.getInputStream();
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertProblem(api.get("/v1/state?recipe=r"), 400, "bad-request", "DC106");
        assertProblem(api.get("/v1/state?recipe=&stream=s"), 400, "bad-request", "DC106");
        assertProblem(api.create(Api.state("r".repeat(1025), "s"), "{}"), 400, "bad-request", "DC106");
        assertProblem(api.create(Api.state("r\0r", "s"), "{}"), 400, "bad-request", "DC106");
        assertProblem(api.create(Api.state("r", "s"), " "), 400, "bad-request", "DC106");
        assertProblem(api.get("/v1/nothing"), 404, "no-such-path", "DC106");
        assertProblem(api.post("/v1/state", "{}"), 405, "method", "DC106");
    }

    @Test
    void aTenantKeepsAsManyCheckpointsAsItMay() {
        int stored = 0;
        Api.Reply last = api.create(Api.state("many", "s0"), "{}");
        while (last.status() == 204) {
            stored++;
            last = api.create(Api.state("many", "s" + stored), "{}");
        }

        assertProblem(last, 507, "full", "DC301");
        assertProblem(api.create(Api.state("many", "s0"), "{}"), 412, "stale", "DC402");
        for (int i = 0; i < stored; i++) {
            assertThat(api.delete(Api.state("many", "s" + i), "If-Match", "\"1\"")
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void whatHappensIsMeasuredAndHealthIsTold() {
        api.create(Api.state("measured", "s"), "{}");
        api.create(Api.state("measured", "s"), "{}");

        assertThat(api.get("/q/metrics").body())
                .containsPattern("datacook_state_commits_total [1-9]")
                .containsPattern("datacook_state_conflicts_total [1-9]")
                .contains("datacook_state_requests", "datacook_state_waiters", "datacook_state_body_bytes")
                .contains("http_server_requests_seconds_count", "/v1/state")
                .contains("agroal_active_count");
        for (String probe : new String[] {"live", "ready", "started"}) {
            assertThat(api.get("/q/health/" + probe).text("status")).isEqualTo("UP");
        }
    }
}
