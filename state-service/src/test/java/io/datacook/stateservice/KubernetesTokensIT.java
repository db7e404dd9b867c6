package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.StateService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Service accounts' tokens, reviewed by an API server.
class KubernetesTokensIT {
    private static final String AUDIENCE = "datacook-state";

    @TempDir
    private static Path folder;

    private static @Nullable FakeCluster cluster;
    private static @Nullable StateService service;

    @BeforeAll
    static void start() throws IOException {
        StateService.assumePackaged();
        FakeCluster made = new FakeCluster("the service's own");
        cluster = made;
        made.know("pod token", "system:serviceaccount:shop:default", AUDIENCE, "daily-writer-0-abcde", "uid-1");
        made.know("operator token", "system:serviceaccount:datacook-system:datacook-operator", AUDIENCE, null, null);
        made.know("other audience", "system:serviceaccount:shop:default", "vault", null, null);
        made.know("human", "alice@example.com", AUDIENCE, null, null);
        Files.writeString(folder.resolve("token"), "the service's own\n");
        service = StateService.start(
                PostgresServer.freshDatabase(),
                Map.of(
                        "DATACOOK_AUTH",
                        "kubernetes",
                        "DATACOOK_AUTH_KUBERNETES_URL",
                        made.address(),
                        "DATACOOK_AUTH_KUBERNETES_FOLDER",
                        folder.toString(),
                        "DATACOOK_AUTH_OPERATORS",
                        "system:serviceaccount:datacook-system:datacook-operator"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static FakeCluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    private static Api as(@Nullable String token) {
        return new Api(Objects.requireNonNull(service).address(), token);
    }

    @Test
    void aPodActsInItsNamespaceForItselfAndItsRun() {
        Api pod = as("pod token");
        String name = "daily-writer-0-abcde";

        assertThat(pod.attach("daily", "writer", 0, name, "uid-1").status()).isEqualTo(200);
        assertThat(pod.create(Api.state("orders", "s"), "{}").status()).isEqualTo(204);
        assertThat(pod.heartbeat("daily", "writer", 0, "uid-1", 1, "").status()).isEqualTo(204);
        assertThat(as("operator token").get("/v1/runs/daily?namespace=shop").text("outcome"))
                .isEqualTo("RUNNING");
        assertThat(as("operator token").get("/v1/runs/daily?namespace=bank").status())
                .isEqualTo(404);
    }

    @Test
    void aPodSpeaksForNoOtherPodLaneOrRun() {
        Api pod = as("pod token");
        String name = "daily-writer-0-abcde";
        pod.attach("daily", "writer", 0, name, "uid-1");

        for (Api.Reply reply : new Api.Reply[] {
            pod.attach("daily", "writer", 0, name, "uid-2"),
            pod.attach("daily", "writer", 0, "daily-writer-0-fghij", "uid-1"),
            pod.attach("daily", "writer", 1, name, "uid-1"),
            pod.attach("nightly", "writer", 0, name, "uid-1"),
            pod.attach("daily-writer", "writer", 0, name, "uid-1"),
            pod.heartbeat("daily", "writer", 0, "uid-2", 1, ""),
            pod.heartbeat("daily", "writer", 1, "uid-1", 1, ""),
            pod.report("daily-writer-0", "{\"outcome\":\"FAILED\"}"),
            pod.get("/v1/runs/nightly"),
        }) {
            assertThat(reply.status()).as(reply.body()).isEqualTo(403);
            assertThat(reply.text("code")).isEqualTo("DC204");
        }
    }

    @Test
    void aPodWhoseNameBeginsLikeARunIsNotOfThatRun() {
        cluster().know("long", "system:serviceaccount:shop:default", AUDIENCE, "daily-2-writer-0-abcde", "uid-3");

        Api pod = as("long");

        assertThat(pod.attach("daily", "writer", 0, "daily-2-writer-0-abcde", "uid-3")
                        .status())
                .isEqualTo(403);
        assertThat(pod.attach("daily-2", "writer", 0, "daily-2-writer-0-abcde", "uid-3")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAccountWithoutAPodReadsAndChangesCheckpointsButNoRun() {
        cluster().know("account", "system:serviceaccount:shop:default", AUDIENCE, null, null);

        Api account = as("account");

        assertThat(account.create(Api.state("customers", "s"), "{}").status()).isEqualTo(204);
        assertThat(account.attach("daily", "writer", 0, "daily-writer-0-abcde", "uid-1")
                        .status())
                .isEqualTo(403);
        assertThat(account.report("daily", "{\"outcome\":\"SUCCEEDED\"}").status())
                .isEqualTo(403);
    }

    @Test
    void whoeverTheClusterDoesNotVouchForIsNotLetIn() {
        for (String token : new String[] {"unknown", "other audience", "human", "x".repeat(17_000)}) {
            assertThat(as(token).get("/v1/states").status()).isEqualTo(401);
        }
        assertThat(as(null).get("/v1/states").status()).isEqualTo(401);
    }

    @Test
    void aReviewIsRememberedAndAnUnknownTokenNeedsTheCluster() throws IOException {
        try (FakeCluster flaky = new FakeCluster("own");
                StateService asking = StateService.start(
                        PostgresServer.freshDatabase(),
                        Map.of(
                                "DATACOOK_AUTH", "kubernetes",
                                "DATACOOK_AUTH_KUBERNETES_URL", flaky.address(),
                                "DATACOOK_AUTH_KUBERNETES_FOLDER",
                                        ownFolder("own").toString()))) {
            flaky.know("token", "system:serviceaccount:shop:default", AUDIENCE, null, null);
            for (int i = 0; i < 10; i++) {
                assertThat(new Api(asking.address(), "token").get("/v1/states").status())
                        .isEqualTo(200);
            }
            assertThat(flaky.reviews()).isEqualTo(1);

            flaky.breakDown();

            assertThat(new Api(asking.address(), "token").get("/v1/states").status())
                    .isEqualTo(200);
            Api.Reply unknown = new Api(asking.address(), "another").get("/v1/states");
            assertThat(unknown.status()).isEqualTo(503);
            assertThat(unknown.text("code")).isEqualTo("DC203");
            assertThat(asking.log()).doesNotContain("another");
        }
    }

    @Test
    void aTokenThatIsTakenAwayStopsWorking() throws IOException {
        try (StateService forgetful = StateService.start(
                PostgresServer.freshDatabase(),
                Map.of(
                        "DATACOOK_AUTH",
                        "kubernetes",
                        "DATACOOK_AUTH_CACHE_TIME",
                        "0s",
                        "DATACOOK_AUTH_KUBERNETES_URL",
                        cluster().address(),
                        "DATACOOK_AUTH_KUBERNETES_FOLDER",
                        folder.toString()))) {
            cluster().know("short", "system:serviceaccount:shop:default", AUDIENCE, null, null);
            Api pod = new Api(forgetful.address(), "short");
            assertThat(pod.get("/v1/states").status()).isEqualTo(200);

            cluster().forget("short");

            assertThat(pod.get("/v1/states").status()).isEqualTo(401);
        }
    }

    private static Path ownFolder(String token) throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("token"), token);
        return own;
    }
}
