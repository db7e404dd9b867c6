package io.datacook.writer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A packaged pod as a process of its own, with a folder shared by the pods of a run.
///
/// **Closing:** kills it if it still runs.
final class PodProcess implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final String stage;
    private final Process process;
    private final Path log;

    private PodProcess(String stage, Process process, Path log) {
        this.stage = stage;
        this.process = process;
        this.log = log;
    }

    /// Starts a stage.
    ///
    /// @param name of its log and last words
    static PodProcess start(Path folder, String stage, String name, Map<String, String> environment)
            throws IOException {
        Path app = ROOT.resolve(stage + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(app)) {
            throw new AssertionError(app + " is missing; run these tests with `./build verify`, which packages first");
        }
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        app.toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> all = new HashMap<>(Map.of(
                "DATACOOK_RUN", "run1",
                "DATACOOK_RECIPE", folder.resolve("recipe.yaml").toString(),
                "DATACOOK_FOLDER", folder.toString(),
                "DATACOOK_TERMINATION_LOG", folder.resolve(name + ".last").toString(),
                "QUARKUS_HTTP_HOST", "127.0.0.1"));
        all.putAll(environment);
        builder.environment().putAll(all);
        return new PodProcess(stage, builder.start(), log);
    }

    /// Waits for its end.
    ///
    /// @return its exit code
    int await() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            close();
            throw new AssertionError("%s still runs after %s: %s".formatted(stage, LIMIT, output()));
        }
        return process.exitValue();
    }

    /// Waits a moment for its end.
    ///
    /// @return whether it has ended
    boolean endsWithin(Duration moment) throws InterruptedException {
        return process.waitFor(moment.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// As if by `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM.
    void terminate() {
        process.destroy();
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
