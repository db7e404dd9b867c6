package io.datacook.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What was seen, in `deploy/target/e2e.md`, cell by cell as it happens. `deploy/e2e/run` starts it afresh.
final class Report {
    private static final Path FILE =
            Path.of(System.getProperty("datacook.root", "..")).resolve("deploy/target/e2e.md");

    private Report() {}

    /// Adds a line.
    static synchronized void line(String text, Object... values) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE, text.formatted(values) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
