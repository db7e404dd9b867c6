package io.datacook.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/// What was seen, in `deploy/target/e2e.md`, cell by cell as it happens, below where and when.
final class Report {
    private static final Path FILE = Install.ROOT.resolve("deploy/target/e2e.md");

    private static final Set<String> TITLES = new HashSet<>();

    private Report() {}

    /// Begins a table, the first time it is named.
    ///
    /// @param columns the line of its heads
    static synchronized void table(String title, String columns) {
        if (TITLES.isEmpty()) {
            head();
        }
        if (TITLES.add(title)) {
            line("\n## " + title + "\n\n" + columns + "\n" + columns.replaceAll("[^|]+", "---"));
        }
    }

    private static void head() {
        line("\n# End to end\n\n%s UTC, %d processors, load %.1f, Kubernetes %s"
                .formatted(
                        LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES),
                        Runtime.getRuntime().availableProcessors(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Cluster.require().client().getKubernetesVersion().getGitVersion()));
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
