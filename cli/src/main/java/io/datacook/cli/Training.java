package io.datacook.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// What users do most, once each and in one process, so that the JVM records it for its ahead-of-time cache.
///
/// Started by the system property [#PROPERTY], which names a folder with the examples in it; loads land there too. Only
/// the launcher and container builds do so, with `-XX:AOTCacheOutput`.
final class Training {
    /// Names the folder.
    static final String PROPERTY = "datacook.training";

    private static final List<List<String>> LINES = List.of(
            List.of("--help"),
            List.of("--version"),
            List.of("help", "run"),
            List.of("list-connectors"),
            List.of("list-connectors", "--output", "json"),
            List.of("validate", "quickstart.yaml"),
            List.of("validate", "shop.yaml", "--output", "json"),
            List.of("explain", "shop.yaml"),
            List.of("plan", "quickstart.yaml"),
            List.of("run", "quickstart.yaml"),
            List.of("run", "quickstart.yaml"),
            List.of("run", "shop.yaml"),
            List.of("show-state", "shop.yaml"));

    private Training() {}

    /// Runs every line in a folder; what they print goes nowhere.
    ///
    /// @return the exit code of the first line that fails, else 0
    static int run(Path folder) {
        int failed = 0;
        for (List<String> line : LINES) {
            int code = Cli.run(host(folder), line.toArray(String[]::new));
            failed = failed == 0 ? code : failed;
        }
        return failed;
    }

    private static Host host(Path folder) {
        // Opened and looked at as a real one is; then set aside.
        Terminal real = Terminal.system(Map.of());
        Terminal silent = new Terminal(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                new BufferedReader(Reader.nullReader()),
                real.outIsScreen(),
                real.errIsScreen(),
                false,
                real.width());
        Host process = Host.system();
        return new Host(
                real(folder), process.variables(), Clock.systemUTC(), silent, new Interrupts(), process.suffix());
    }

    private static Path real(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
