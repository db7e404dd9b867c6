package io.datacook.nativebuild;

import io.datacook.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A native executable that serves HTTP, as a process of its own.
///
/// **Closing:** kills it if it still runs.
final class ServiceProcess implements AutoCloseable {
    private static final int LOOKS_MAX = 1_200;
    private static final int LOOK_MILLIS = 50;
    private static final int MINUTES_MAX = 3;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int port;

    private ServiceProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /// Starts one on a free port of this machine.
    ///
    /// @param name of its log
    static ServiceProcess start(Executable executable, Path folder, String name, Map<String, String> environment)
            throws IOException {
        int port = ServerProcess.freePort();
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder =
                executable.builder(folder).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> all = new HashMap<>(environment);
        all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(all);
        return new ServiceProcess(builder.start(), log, port);
    }

    /// `127.0.0.1:12345`.
    String authority() {
        return "127.0.0.1:" + port;
    }

    /// Waits until it says that it is ready.
    ServiceProcess awaitReady() throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS_MAX; look++) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended: " + output());
            }
            try {
                if (send("GET", "/q/health/ready", "").statusCode() == 200) {
                    return this;
                }
            } catch (IOException notYet) {
                // Nobody listens before it is up.
            }
        }
        throw new AssertionError("never ready: " + output());
    }

    /// One request.
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + authority() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// Waits for its end.
    ///
    /// @return its exit code
    int await() throws IOException, InterruptedException {
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            throw new AssertionError("still running: " + output());
        }
        return process.exitValue();
    }

    /// Gives it a moment.
    ///
    /// @return whether it has ended
    boolean endsWithinAMoment() throws InterruptedException {
        return process.waitFor(LOOK_MILLIS / 2, TimeUnit.MILLISECONDS);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGTERM.
    void terminate() {
        process.destroy();
    }

    /// As if by `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// What it printed so far.
    String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
