package io.datacook.nativebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The state service as a native executable, against a real PostgreSQL.
class StateServiceExecutableTest {
    @TempDir
    private Path folder;

    private ServiceProcess service;
    private String address;

    /// Starts one on a database of its own.
    static ServiceProcess start(Path folder) throws IOException {
        Executable executable = Executable.named("state-service", "datacook-state-service");
        PostgresServer.Database database = PostgresServer.freshDatabase();
        return ServiceProcess.start(
                executable,
                folder,
                "state-service",
                Map.of(
                        "DATACOOK_DATABASE_URL",
                        "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()),
                        "DATACOOK_DATABASE_USERNAME",
                        database.user(),
                        "DATACOOK_AUTH",
                        "none"));
    }

    @BeforeEach
    void start() throws Exception {
        service = start(folder).awaitReady();
        address = "http://" + service.authority();
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return service.send(method, path, body, headers);
    }

    @Test
    void statesAreComparedAndSet() throws Exception {
        String state = "/v1/state?recipe=shop/orders&stream=orders";

        HttpResponse<String> created =
                send("PUT", state, "{\"a\":1}", "If-None-Match", "*", "Content-Type", "application/json");
        String version = created.headers().firstValue("ETag").orElse("none");
        HttpResponse<String> again =
                send("PUT", state, "{\"a\":2}", "If-None-Match", "*", "Content-Type", "application/json");
        HttpResponse<String> next =
                send("PUT", state, "{\"a\":3}", "If-Match", version, "Content-Type", "application/json");

        assertThat(created.statusCode()).as(created.body() + service.output()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(again.body()).contains("\"type\":\"urn:datacook:", "\"code\":\"DC");
        assertThat(next.statusCode()).isEqualTo(204);
        assertThat(send("GET", state, "").body()).isEqualTo("{\"a\":3}");
        assertThat(send("GET", "/v1/states?recipe=shop/orders", "").body()).contains("\"stream\":\"orders\"");
    }

    @Test
    void runsAreAttachedToReportedAndSeen() throws Exception {
        String pod = """
                {"recipe":"shop/orders","digest":"sha256:0","stage":"writer","lane":0,"lanes":1,
                 "pod":"run-1-writer-0","podUid":"u1","address":"10.0.0.1:8080"}""";
        HttpResponse<String> attached = send("POST", "/v1/runs/run-1/attach", pod, "Content-Type", "application/json");
        HttpResponse<String> run = send("GET", "/v1/runs/run-1", "");

        assertThat(attached.statusCode()).as(attached.body()).isEqualTo(200);
        assertThat(attached.body()).contains("\"session\":");
        assertThat(run.body()).contains("\"outcome\":\"RUNNING\"", "\"recipe\":\"shop/orders\"", "run-1-writer-0");
        assertThat(send("GET", "/q/metrics", "").body()).contains("datacook_state_", "http_server_requests");
        assertThat(send("GET", "/q/openapi", "").body()).contains("/v1/state");
    }

    @Test
    void theCommandLineKeepsItsStateThere() throws Exception {
        Executable datacook = Executable.named("cli", "datacook");
        Files.writeString(folder.resolve("orders.csv"), "id\n1\n2\n");
        Files.writeString(folder.resolve("orders.yaml"), """
                name: orders
                source:
                  type: csv
                  path: orders.csv
                  incremental: { strategy: cursor, cursor_column: id }
                destination: { type: json, path: out }
                """);

        Executable.Ended run = datacook.run(folder, "run", "orders.yaml", "--state", address);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(send("GET", "/v1/states", "").body()).contains("orders");
        assertThat(datacook.run(folder, "show-state", "orders.yaml", "--state", address)
                        .out())
                .contains("id ≤ 2");
    }
}
