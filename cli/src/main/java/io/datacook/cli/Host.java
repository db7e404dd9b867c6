package io.datacook.cli;

import io.datacook.engine.recipe.Environment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Everything a command sees of the process it runs in.
///
/// @param folder relative paths of the command line start here
/// @param variables environment variables
/// @param clock the only clock
/// @param terminal where to read and print
/// @param interrupts Ctrl-C and SIGTERM
/// @param suffix letters and digits that make run ids of the same second differ
record Host(
        Path folder,
        Map<String, String> variables,
        Clock clock,
        Terminal terminal,
        Interrupts interrupts,
        Supplier<String> suffix) {
    /// Sorts by time, which `sessions` relies on.
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    Host {
        variables = Map.copyOf(variables);
    }

    /// This process.
    static Host system() {
        Map<String, String> variables = System.getenv();
        return new Host(
                Path.of(""),
                variables,
                Clock.systemUTC(),
                Terminal.system(variables),
                new Interrupts(),
                () -> UUID.randomUUID().toString().substring(0, 4));
    }

    /// A new run id, such as `20261121-083012-3f9a`.
    String newRunId() {
        return RUN_ID.format(clock.instant()) + "-" + suffix.get();
    }

    /// A path of the command line.
    Path resolve(Path path) {
        return folder.resolve(path);
    }

    /// What recipes see of the process.
    Environment environment() {
        return new Environment(variables, Runtime.getRuntime().availableProcessors());
    }
}
