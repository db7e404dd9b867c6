package io.datacook.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What people saw, in `deploy/target/e2e-screens.txt`.
final class Screens {
    private static final Path FILE = Install.ROOT.resolve("deploy/target/e2e-screens.txt");

    private Screens() {}

    /// Adds a command and its output.
    static synchronized void add(String command, String output) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE,
                    "$ %s%n%s%n".formatted(command, output),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
