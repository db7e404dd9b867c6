package io.datacook.testkit;

import io.datacook.testkit.PostgresServer.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The packaged state service as a process of its own, on a real PostgreSQL.
///
/// **Threading:** one thread starts and ends it; anybody may use its address. **Closing:** ends the process; one
/// that is forgotten ends with this JVM.
public final class StateService implements AutoCloseable {
    private static final Path APP = Path.of(System.getProperty("datacook.root", ".."))
            .resolve("state-service/target/quarkus-app/quarkus-run.jar");
    private static final int OK = 200;
    private static final Duration END_MAX = Duration.ofSeconds(30);

    private final Path log;
    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private Process process;

    private StateService(Path log, int port, List<String> command, Map<String, String> environment) {
        this.log = log;
        this.port = port;
        this.command = command;
        this.environment = environment;
        this.process = launch();
    }

    /// Skips the test, with the reason, where the service is not packaged.
    public static void assumePackaged() {
        Assumptions.assumeTrue(
                Files.exists(APP), APP + " is missing: package the state service first, as './build verify' does");
    }

    /// Starts one on a free port and waits until it is ready.
    ///
    /// @param environment settings beside the database, such as `DATACOOK_AUTH`
    public static StateService start(Database database, Map<String, String> environment) {
        StateService service = launch(database, environment);
        service.awaitReady();
        return service;
    }

    /// Starts one and does not wait.
    public static StateService launch(Database database, Map<String, String> environment) {
        assumePackaged();
        Map<String, String> all = new TreeMap<>(environment);
        all.putIfAbsent(
                "DATACOOK_DATABASE_URL",
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name());
        all.putIfAbsent("DATACOOK_DATABASE_USERNAME", database.user());
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                APP.toString()));
        try {
            return new StateService(Files.createTempFile("state-service", ".log"), port, command, all);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A line of a tokens file, without its end.
    ///
    /// @param rest `tenant [run [stage]]`
    public static String tokenLine(String token, String rest) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash) + " " + rest;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// `http://127.0.0.1:12345`.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// What it printed so far.
    public String log() {
        return ServerProcess.text(log);
    }

    /// Whether the process runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its end.
    ///
    /// @return the exit code
    public int awaitEnd() {
        try {
            if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the state service does not end: " + log());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// `kill -9`, and waits until it is dead.
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// Starts the killed one again, on the same port, without its planned fault, and waits until it is ready.
    public void restart() {
        environment.remove("DATACOOK_STATE_FAULT");
        process = launch();
        awaitReady();
    }

    private Process launch() {
        return ServerProcess.launch(command, environment, log);
    }

    /// Waits until it serves requests.
    public void awaitReady() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI ready = address().resolve("/q/health/ready");
            ServerProcess.awaitReady(
                    process, "the state service", log, () -> ServerProcess.status(client, ready) == OK);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(log);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
