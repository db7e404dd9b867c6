package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.StateService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens of a file: tenants never see each other, and bound tokens reach no further than they are bound.
class TokensIT {
    private static final List<String> LINES = List.of(
            "# who may come in",
            "",
            StateService.tokenLine("shop", "shop"),
            StateService.tokenLine("bank", "bank"),
            StateService.tokenLine("run one", "shop run-1"),
            StateService.tokenLine("reader of one", "shop run-1 extractor"),
            StateService.tokenLine("any writer", "shop - writer"),
            StateService.tokenLine("operator", "*"));

    @TempDir
    private static Path folder;

    private static @Nullable StateService service;

    private final Api shop = as("shop");
    private final Api bank = as("bank");
    private final Api operator = as("operator");

    @BeforeAll
    static void start() throws IOException {
        service = StateService.start(
                PostgresServer.freshDatabase(),
                Map.of(
                        "DATACOOK_AUTH",
                        "tokens",
                        "DATACOOK_AUTH_TOKENS_FILE",
                        Files.write(folder.resolve("tokens"), LINES).toString()));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    private static Api as(@Nullable String token) {
        return new Api(Objects.requireNonNull(service).address(), token);
    }

    private static void assertForbidden(Api.Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.text("code")).isEqualTo("DC204");
    }

    @Test
    void withoutATokenThatSomebodyKnowsNothingIsAnswered() {
        for (Api stranger : List.of(
                as(null), as("wrong"), as(StateService.tokenLine("shop", "").strip()))) {
            for (String path : List.of("/v1/states", "/v1/runs", Api.state("r", "s"), "/v1/runs/r/lanes/0/writer")) {
                Api.Reply reply = stranger.get(path);
                assertThat(reply.status()).as(path).isEqualTo(401);
                assertThat(reply.text("code")).isEqualTo("DC204");
                assertThat(reply.body()).doesNotContain("wrong");
            }
            assertThat(stranger.create(Api.state("r", "s"), "{}").status()).isEqualTo(401);
            assertThat(stranger.attach("r", "writer", 0, "w").status()).isEqualTo(401);
        }
        assertThat(as(null).get("/q/health/ready").status()).isEqualTo(200);
    }

    @Test
    void tenantsNeverSeeEachOther() {
        String path = Api.state("orders", "s");
        assertThat(shop.create(path, "{\"of\":\"shop\"}").status()).isEqualTo(204);

        assertThat(bank.get(path).status()).isEqualTo(404);
        assertThat(bank.get("/v1/states").body()).isEqualTo("[]");
        assertThat(bank.replace(path, 1, "{}").status()).isEqualTo(412);
        assertThat(bank.delete(path, "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(bank.create(path, "{\"of\":\"bank\"}").status()).isEqualTo(204);
        assertThat(shop.get(path).body()).isEqualTo("{\"of\":\"shop\"}");
        assertThat(bank.get(path).body()).isEqualTo("{\"of\":\"bank\"}");

        shop.attach("same-name", "writer", 0, "w-shop");
        assertThat(bank.get("/v1/runs/same-name").status()).isEqualTo(404);
        assertThat(bank.get("/v1/runs").body()).isEqualTo("[]");
        assertThat(bank.get("/v1/runs/same-name/lanes/0/writer").status()).isEqualTo(404);
        assertThat(bank.post("/v1/runs/same-name/cancel", null).status()).isEqualTo(404);
        assertThat(bank.report("same-name", "{\"outcome\":\"FAILED\"}").status())
                .isEqualTo(404);
        assertThat(bank.heartbeat("same-name", "writer", 0, "w-shop", 1, "").status())
                .isEqualTo(404);
        assertThat(bank.attach("same-name", "writer", 0, "w-bank")
                        .json()
                        .path("session")
                        .asLong())
                .isEqualTo(1);
        assertThat(shop.heartbeat("same-name", "writer", 0, "w-shop", 1, "").status())
                .isEqualTo(204);
        assertForbidden(bank.get("/v1/runs/same-name?namespace=shop"));
        assertForbidden(bank.get("/v1/runs?namespace=shop"));
        assertForbidden(bank.post("/v1/runs/same-name/cancel?namespace=shop", null));
    }

    @Test
    void aTokenOfARunReachesThatRunAndItsRecipeOnly() {
        Api one = as("run one");
        assertForbidden(one.get(Api.state("orders", "x")));
        assertForbidden(one.attach("run-2", "writer", 0, "w"));
        assertThat(one.attach("run-1", "writer", 0, "w").status()).isEqualTo(200);

        assertThat(one.create(Api.state("orders", "x"), "{}").status()).isEqualTo(204);
        shop.create(Api.state("customers", "hidden"), "{}");
        assertThat(one.get("/v1/states").body()).contains("orders").doesNotContain("customers");
        assertForbidden(one.get(Api.state("customers", "x")));
        assertForbidden(one.create(Api.state("customers", "x"), "{}"));
        assertForbidden(one.get("/v1/runs/run-2"));
        assertForbidden(one.get("/v1/runs"));
        assertForbidden(one.get("/v1/runs/run-2/lanes/0/writer"));
        assertForbidden(one.post("/v1/runs/run-2/cancel", null));
        assertForbidden(one.report("run-2", "{\"outcome\":\"FAILED\"}"));
        assertForbidden(one.heartbeat("run-2", "writer", 0, "w", 1, ""));
    }

    @Test
    void aTokenOfAStageActsForThatStageOnly() {
        Api reader = as("reader of one");
        assertForbidden(reader.attach("run-1", "writer", 0, "w"));
        assertThat(reader.attach("run-1", "extractor", 0, "e").status()).isEqualTo(200);
        assertForbidden(reader.report("run-1", "{\"outcome\":\"SUCCEEDED\"}"));
        assertForbidden(reader.create(Api.state("orders", "y"), "{}"));
        assertThat(reader.get(Api.state("orders", "y")).status()).isEqualTo(404);

        Api writer = as("any writer");
        assertForbidden(writer.attach("run-3", "extractor", 0, "e"));
        assertThat(writer.attach("run-3", "writer", 0, "w").status()).isEqualTo(200);
        assertThat(writer.create(Api.state("customers", "y"), "{}").status()).isEqualTo(204);
    }

    @Test
    void anOperatorReadsAndCancelsRunsOfAllTenantsAndNothingElse() {
        shop.attach("watched", "writer", 0, "w");

        assertThat(operator.get("/v1/runs/watched?namespace=shop").text("outcome"))
                .isEqualTo("RUNNING");
        assertThat(operator.get("/v1/runs?namespace=shop").json().isEmpty()).isFalse();
        assertThat(operator.get("/v1/runs/watched?namespace=bank").status()).isEqualTo(404);
        assertThat(operator.get("/v1/runs/watched").status()).isEqualTo(400);
        assertThat(operator.post("/v1/runs/watched/cancel?namespace=shop", null).status())
                .isEqualTo(202);
        assertForbidden(operator.get("/v1/states"));
        assertForbidden(operator.get(Api.state("orders", "s")));
        assertForbidden(operator.create(Api.state("orders", "s"), "{}"));
        assertForbidden(operator.attach("watched", "writer", 0, "w"));
        assertForbidden(operator.report("watched", "{\"outcome\":\"SUCCEEDED\"}"));
    }

    @Test
    void aWrongFileEndsTheStartAndSaysWhere() throws IOException {
        Database database = PostgresServer.freshDatabase();
        Path wrong = Files.writeString(folder.resolve("wrong"), "# fine\nsecret shop\n");
        Map<String, String> tokens = Map.of("DATACOOK_AUTH", "tokens", "DATACOOK_AUTH_TOKENS_FILE", wrong.toString());
        try (StateService refused = StateService.launch(database, tokens)) {
            assertThat(refused.awaitEnd()).isNotZero();
            assertThat(refused.log()).contains(wrong + ":2 must be").doesNotContain("secret");
        }
    }

    @Test
    void aChangedFileCountsAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("changing"), StateService.tokenLine("old", "t"));
        Map<String, String> tokens = Map.of("DATACOOK_AUTH", "tokens", "DATACOOK_AUTH_TOKENS_FILE", file.toString());
        try (StateService changing = StateService.start(PostgresServer.freshDatabase(), tokens)) {
            assertThat(new Api(changing.address(), "old").get("/v1/states").status())
                    .isEqualTo(200);
            Files.writeString(file, StateService.tokenLine("new", "t"));
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

            assertThat(new Api(changing.address(), "new").get("/v1/states").status())
                    .isEqualTo(200);
            assertThat(new Api(changing.address(), "old").get("/v1/states").status())
                    .isEqualTo(401);

            Files.writeString(file, "nonsense");
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(1)));

            assertThat(new Api(changing.address(), "new").get("/v1/states").status())
                    .isEqualTo(200);
            assertThat(changing.log()).contains("the tokens before still count: " + file + ":1 must be");
        }
    }
}
