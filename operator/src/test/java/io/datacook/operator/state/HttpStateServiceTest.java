package io.datacook.operator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.operator.state.StateService.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client against a hand-written server that speaks the state service's contract.
class HttpStateServiceTest {
    @TempDir
    Path folder;

    private FakeStateServer server;
    private HttpStateService client;

    @BeforeEach
    void start() throws IOException {
        server = new FakeStateServer();
        Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
        client = new HttpStateService(server.address(), token);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void readsHowARunStands() throws UnavailableException {
        server.answer("GET /v1/runs/orders-1?namespace=shop", 200, """
                {"run":"orders-1","recipe":"orders","digest":"sha256:x","outcome":"RUNNING","epoch":3,"startedAt":null,
                 "totals":{"rowsRead":5,"rowsWritten":4,"rowsRejected":1,"bytes":99},
                 "committedAt":"2026-01-01T00:00:00Z",
                 "lanes":[{"stage":"writer","lane":0,"pod":"w","podUid":"u","address":"a","session":7,
                 "seenAt":"2026-01-01T00:00:01Z"}],"error":null,"streams":[],"fromTheFuture":true}""");

        RunView run = client.run("shop", "orders-1");

        assertThat(run).isNotNull();
        assertThat(run.outcome()).isEqualTo(RunView.Outcome.RUNNING);
        assertThat(run.totals().rowsWritten()).isEqualTo(4);
        assertThat(run.lanes())
                .singleElement()
                .extracting(RunView.Attached::pod)
                .isEqualTo("w");
        assertThat(server.tokens()).containsOnly("Bearer s3cret");
    }

    @Test
    void aRunThatNobodyAttachedToIsNoError() throws UnavailableException {
        assertThat(client.run("shop", "unknown")).isNull();
    }

    @Test
    void forgetsEveryStreamOfARecipeWithThePreconditionItRead() throws UnavailableException {
        server.answer("GET /v1/states?namespace=shop&recipe=orders", 200, """
                [{"recipe":"orders","stream":"a b"},{"recipe":"orders","stream":"c"}]""");
        server.answer("GET /v1/state?namespace=shop&recipe=orders&stream=a+b", 200, "{}");
        server.answer("DELETE /v1/state?namespace=shop&recipe=orders&stream=a+b", 204, "");

        client.forget("shop", "orders");

        assertThat(server.requests())
                .contains("DELETE /v1/state?namespace=shop&recipe=orders&stream=a+b If-Match \"1\"")
                .noneMatch(request -> request.startsWith("DELETE") && request.contains("stream=c"));
    }

    @Test
    void aCheckpointThatMovesMeanwhileIsNotRemoved() {
        server.answer("GET /v1/states?namespace=shop&recipe=orders", 200, """
                [{"recipe":"orders","stream":"a"}]""");
        server.answer("GET /v1/state?namespace=shop&recipe=orders&stream=a", 200, "{}");
        server.answer("DELETE /v1/state?namespace=shop&recipe=orders&stream=a", 412, "{}");

        assertThatThrownBy(() -> client.forget("shop", "orders"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("412");
    }

    @Test
    void cancelsARun() throws UnavailableException {
        server.answer("POST /v1/runs/orders-1/cancel?namespace=shop", 202, "");

        client.cancel("shop", "orders-1");

        assertThat(server.requests()).contains("POST /v1/runs/orders-1/cancel?namespace=shop");
    }

    @Test
    void whatIsNoAnswerIsUnavailable() {
        server.answer("GET /v1/runs/a?namespace=shop", 503, "{}");
        server.answer("GET /v1/runs/b?namespace=shop", 200, "<html>");
        server.answer("GET /v1/runs/c?namespace=shop", 200, "x".repeat(5 << 20));

        assertThatThrownBy(() -> client.run("shop", "a")).hasMessageContaining("HTTP 503");
        assertThatThrownBy(() -> client.run("shop", "b")).hasMessageContaining("no run");
        assertThatThrownBy(() -> client.run("shop", "c")).hasMessageContaining("bytes");
    }

    @Test
    void aServerThatIsGoneIsUnavailable() {
        server.close();

        assertThatThrownBy(() -> client.run("shop", "a"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void aTokenThatCannotBeReadIsNamedByItsFile() {
        try (HttpStateService other =
                new HttpStateService(URI.create("http://127.0.0.1:1"), folder.resolve("missing"))) {
            assertThatThrownBy(() -> other.run("shop", "a")).hasMessageContaining("missing");
        }
    }
}
