package io.datacook.nativebuild;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A native executable that `native-build/build` made.
///
/// @param file the program
record Executable(Path file) {
    private static final String FOLDER = System.getProperty("datacook.executables", "");
    private static final int MINUTES_MAX = 2;

    /// What a process left behind.
    ///
    /// @param exitCode as shells see it
    /// @param out standard output
    /// @param err standard error
    record Ended(int exitCode, String out, String err) {}

    /// The executable of a name; without it the test is skipped, and says why.
    static Executable named(String profile, String name) {
        assumeTrue(
                !FOLDER.isEmpty(),
                "no native executables: set GRAALVM_HOME to a GraalVM or Mandrel 25 and run native-build/build");
        Path file = Path.of(FOLDER).resolve(profile).resolve(name);
        assumeTrue(Files.isExecutable(file), file + " was not built");
        return new Executable(file);
    }

    /// Runs it in a folder to its end.
    Ended run(Path folder, String... arguments) {
        try {
            Path out = Files.createTempFile("native", ".out");
            Path err = Files.createTempFile("native", ".err");
            Process process = builder(folder, arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running: " + Files.readString(out) + Files.readString(err));
            }
            Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ended;
        } catch (IOException failed) {
            throw new AssertionError(failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }

    /// How it is started: nothing of this JVM's environment but the path.
    ProcessBuilder builder(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
        builder.environment().put("NO_COLOR", "1");
        return builder;
    }
}
