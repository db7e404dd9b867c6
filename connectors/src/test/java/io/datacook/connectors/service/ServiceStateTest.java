package io.datacook.connectors.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Secret;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.StateBackendContract;
import io.datacook.testkit.StateService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the packaged service as a process of its own; each test is a tenant of its own.
class ServiceStateTest implements StateBackendContract {
    private static final int TENANTS = 50;
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final StateKey KEY = new StateKey("r", "s");

    @TempDir
    private static Path folder;

    private static @Nullable StateService service;

    private final String token = "token-" + NEXT.incrementAndGet();
    private final BufferAllocator allocator = new RootAllocator();

    @BeforeAll
    static void start() throws IOException {
        StateService.assumePackaged();
        List<String> lines = new ArrayList<>();
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            lines.add(StateService.tokenLine("token-" + tenant, "tenant-" + tenant));
        }
        Path tokens = Files.write(folder.resolve("tokens"), lines);
        service = StateService.start(
                PostgresServer.freshDatabase(),
                Map.of("DATACOOK_AUTH", "tokens", "DATACOOK_AUTH_TOKENS_FILE", tokens.toString()));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    @AfterEach
    void giveMemoryBack() {
        allocator.close();
    }

    @Override
    public StateBackend openState() {
        return open(running().address().toString(), Secret.of(token), null);
    }

    private static StateService running() {
        if (service == null) {
            throw new AssertionError("not started");
        }
        return service;
    }

    private StateBackend open(String url, @Nullable Secret secret, @Nullable Path tokenFile) {
        return ServiceState.open(
                new ServiceStateOptions(url, secret, tokenFile, Duration.ofSeconds(30), null),
                new ConnectorContext(allocator, Clock.systemUTC(), folder, folder, 1));
    }

    @Test
    void aDocumentIsKeptByteForByte() {
        String document = "{ \"b\":1,\n\"a\" : \"ü 🙂 ' \\\\ \\u0000\" }" + " ".repeat(3_000_000);
        try (StateBackend state = openState()) {
            assertThat(state.compareAndSet(KEY, 0, document)).isTrue();
            assertThat(state.load(KEY)).isEqualTo(new StateBackend.Versioned(1, document));
        }
    }

    @Test
    void theLargestDocumentFitsAndALargerOneIsRefused() {
        try (StateBackend state = openState()) {
            String largest = "\"" + "x".repeat(StateBackend.DOCUMENT_BYTES_MAX - 2) + "\"";
            assertThat(state.compareAndSet(KEY, 0, largest)).isTrue();
            assertThatThrownBy(() -> state.compareAndSet(KEY, 1, largest + " "))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STATE_INVALID));
        }
    }

    @Test
    void aTokenFileIsReadAgainForEachRequest() throws IOException {
        Path file = Files.writeString(folder.resolve(token), token + "\n");
        try (StateBackend state = open(running().address().toString(), null, Path.of(token))) {
            Files.writeString(file, "old");
            assertThatThrownBy(() -> state.load(KEY))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
            Files.writeString(file, token + "\n");
            assertThat(state.load(KEY)).isNull();
        }
    }

    @Test
    void aServiceThatIsNotThereIsUnreachable() {
        assertThatThrownBy(() -> open("http://localhost:1", Secret.of("secret"), null))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STATE_UNREACHABLE))
                .hasMessageContaining("http://localhost:1")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aWrongTokenIsDeniedAtOnce() {
        assertThatThrownBy(() -> open(running().address().toString(), Secret.of("wrong"), null))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                .hasMessageNotContaining("wrong");
    }

    @Test
    void somethingElseThatAnswersIsNoStateService() {
        assertThatThrownBy(() -> open(running().address() + "/q/health", Secret.of(token), null))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RECIPE_INVALID))
                .hasMessageContaining("is no Datacook state service");
    }
}
