package io.datacook.connectors.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Secret;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each answer of a service, or of something in front of it, means for the engine. The server is written by hand:
/// the real one does not fail on demand.
class ServiceAnswersTest {
    private static final StateKey KEY = new StateKey("r", "s");
    private static final int HANG_UP = -1;

    @TempDir
    private Path folder;

    private final BufferAllocator allocator = new RootAllocator();
    private final Deque<Scripted> script = new ArrayDeque<>();
    private @Nullable HttpServer server;

    private record Scripted(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        made.createContext("/", this::answer);
        made.start();
        server = made;
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(server).stop(0);
        allocator.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Scripted next = script.poll();
            if (next == null || next.status() == HANG_UP) {
                throw new IOException("hang up");
            }
            byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private StateBackend open() {
        script.addFirst(new Scripted(200, "[]"));
        String url = "http://127.0.0.1:"
                + Objects.requireNonNull(server).getAddress().getPort();
        return ServiceState.open(
                new ServiceStateOptions(url, Secret.of("hidden"), null, Duration.ofSeconds(30), null),
                new ConnectorContext(allocator, Clock.systemUTC(), folder, folder, 1));
    }

    private static String problem(String type, String code) {
        return "{\"type\":\"urn:datacook:%s\",\"code\":\"%s\",\"detail\":\"because\"}".formatted(type, code);
    }

    /// What a change becomes.
    private ErrorCode changing(int status, String body) {
        try (StateBackend state = open()) {
            script.add(new Scripted(status, body));
            return code(() -> state.compareAndSet(KEY, 1, "{}"));
        }
    }

    /// What a question becomes.
    private ErrorCode reading(int status, String body) {
        try (StateBackend state = open()) {
            script.add(new Scripted(status, body));
            return code(() -> state.load(KEY));
        }
    }

    private static ErrorCode code(ThrowingCallable call) {
        ErrorCode[] found = new ErrorCode[1];
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(DatacookException.class, failed -> found[0] = failed.code())
                .hasMessageNotContaining("hidden");
        return Objects.requireNonNull(found[0]);
    }

    @Test
    void theServiceSaysWhetherSomethingMayBeStored() {
        assertThat(changing(502, problem("commit-unknown", "DC401"))).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        assertThat(changing(503, problem("unreachable", "DC203"))).isEqualTo(ErrorCode.STATE_UNREACHABLE);
        assertThat(changing(503, problem("busy", "DC203"))).isEqualTo(ErrorCode.STATE_UNREACHABLE);
    }

    @Test
    void aServerThatSaysNothingLeavesAChangeInDoubt() {
        assertThat(changing(500, "")).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        assertThat(changing(502, "<html>bad gateway</html>")).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        assertThat(changing(504, "")).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        assertThat(changing(HANG_UP, "")).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
    }

    @Test
    void aQuestionThatFailsIsOnlyUnreachable() {
        assertThat(reading(500, "")).isEqualTo(ErrorCode.STATE_UNREACHABLE);
        assertThat(reading(502, "<html>bad gateway</html>")).isEqualTo(ErrorCode.STATE_UNREACHABLE);
        assertThat(reading(HANG_UP, "")).isEqualTo(ErrorCode.STATE_UNREACHABLE);
    }

    @Test
    void whatTheUserMustMendIsNotTriedAgain() {
        assertThat(changing(401, problem("unauthenticated", "DC204"))).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(changing(403, "")).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(changing(413, problem("too-large", "DC301"))).isEqualTo(ErrorCode.STATE_INVALID);
        assertThat(changing(507, problem("full", "DC301"))).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(changing(400, problem("bad-request", "DC106"))).isEqualTo(ErrorCode.STATE_INVALID);
        assertThat(changing(301, "")).isEqualTo(ErrorCode.RECIPE_INVALID);
        assertThat(reading(404, "no such page")).isEqualTo(ErrorCode.RECIPE_INVALID);
        assertThat(reading(404, problem("no-such-path", "DC106"))).isEqualTo(ErrorCode.RECIPE_INVALID);
        assertThat(reading(200, "{}")).isEqualTo(ErrorCode.RECIPE_INVALID);
    }

    @Test
    void nothingThereAndSomebodyFasterAreNoFailures() {
        try (StateBackend state = open()) {
            script.add(new Scripted(404, problem("not-found", "DC104")));
            script.add(new Scripted(412, problem("stale", "DC402")));
            assertThat(state.load(KEY)).isNull();
            assertThat(state.compareAndSet(KEY, 1, "{}")).isFalse();
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        for (String url :
                new String[] {"ftp://x", "http://", "localhost:8080", "http://u:hidden@h", "http://h?q=1", "::"}) {
            assertThat(code(() -> new ServiceStateOptions(url, null, null, Duration.ofSeconds(1), null)))
                    .as(url)
                    .isEqualTo(ErrorCode.RECIPE_INVALID);
        }
        assertThat(code(() -> new ServiceStateOptions(
                        "http://h", Secret.of("hidden"), Path.of("f"), Duration.ofSeconds(1), null)))
                .isEqualTo(ErrorCode.RECIPE_INVALID);
        assertThat(code(() -> new ServiceStateOptions("http://h", null, null, Duration.ZERO, null)))
                .isEqualTo(ErrorCode.RECIPE_INVALID);
    }
}
