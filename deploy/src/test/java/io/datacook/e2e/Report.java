package io.datacook.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// What was seen, in `deploy/target/e2e.md`, cell by cell as it happens. `deploy/e2e/run` starts it afresh.
final class Report {
    private static final Path FILE =
            Path.of(System.getProperty("datacook.root", "..")).resolve("deploy/target/e2e.md");

    private static final Set<String> TITLES = new HashSet<>();

    private Report() {}

    /// Begins a table, the first time it is named.
    ///
    /// @param columns the line of its heads
    static synchronized void table(String title, String columns) {
        if (TITLES.add(title)) {
            line("\n## " + title + "\n\n" + columns + "\n" + columns.replaceAll("[^|]+", "---"));
        }
    }

    /// Adds a line.
    static synchronized void line(String text) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
