package io.datacook.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The built command line as users run it: a process of its own.
public final class RealProcess {
    private static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));
    private static final Path APP = ROOT.resolve("cli/target/quarkus-app/quarkus-run.jar");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private RealProcess() {}

    /// What a process left behind.
    ///
    /// @param exitCode 137 where it was killed
    /// @param output standard output and standard error, as they came
    /// @param took wall time
    public record Ended(int exitCode, String output, Duration took) {}

    /// Runs `datacook …` in a folder and waits for its end.
    ///
    /// @param environment added to this process's
    public static Ended run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        long before = System.nanoTime();
        Path log = Files.createTempFile(folder, "process", ".log");
        Process process = start(folder, environment, log, arguments);
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + LIMIT + ": " + Files.readString(log));
        }
        String output = Files.readString(log);
        Files.delete(log);
        return new Ended(process.exitValue(), output, Duration.ofNanos(System.nanoTime() - before));
    }

    /// Starts `datacook …` and does not wait.
    public static Process start(Path folder, Map<String, String> environment, Path log, String... arguments)
            throws IOException {
        if (!Files.exists(APP)) {
            throw new AssertionError(APP + " is missing; run these tests with `./build verify`, which packages first");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                APP.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("NO_COLOR", "1");
        return builder.start();
    }
}
