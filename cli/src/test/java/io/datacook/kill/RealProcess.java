package io.datacook.kill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The built command line as users run it: a process of its own.
public final class RealProcess {
    /// The project's top folder.
    public static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));
    private static final Path APP = ROOT.resolve("cli/target/quarkus-app/quarkus-run.jar");
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx96m",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
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
        return end(folder, log -> start(folder, environment, log, arguments));
    }

    /// Runs `datacook …` under another program and waits for its end.
    ///
    /// @param wrapper the other program with its arguments, such as one that sets limits
    /// @param flags for the JVM
    public static Ended run(Path folder, List<String> wrapper, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(command(flags, arguments));
        return end(folder, log -> start(folder, Map.of("MALLOC_ARENA_MAX", "2"), log, command));
    }

    /// The flags with which the launcher starts the JVM for a load.
    public static List<String> launcherFlags() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(
                        "sh", "-c", ". scripts/jvm-flags.sh; jvm_flags run; printf %s \"$jvm_flags\"")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String flags = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
            throw new AssertionError("scripts/jvm-flags.sh failed: " + flags);
        }
        return List.of(flags.strip().split("\\s+"));
    }

    @FunctionalInterface
    private interface Starting {
        Process start(Path log) throws IOException;
    }

    private static Ended end(Path folder, Starting starting) throws IOException, InterruptedException {
        long before = System.nanoTime();
        Path log = Files.createTempFile(folder, "process", ".log");
        Process process = starting.start(log);
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
        return start(folder, environment, log, command(FLAGS, arguments));
    }

    private static List<String> command(List<String> flags, String... arguments) {
        if (!Files.exists(APP)) {
            throw new AssertionError(APP + " is missing; run these tests with `./build verify`, which packages first");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-jar", APP.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Process start(Path folder, Map<String, String> environment, Path log, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("NO_COLOR", "1");
        return builder.start();
    }
}
