package io.datacook.pod;

import io.datacook.api.Consequence;
import io.datacook.api.DatacookException;
import io.datacook.api.PodExit;
import io.datacook.engine.load.Pause;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A small load through all three stages in one process, so that the JVM records for its ahead-of-time cache what pods
/// do: starting alone is a third of the classes that a load needs, and those of the links come last.
///
/// Started by [#VARIABLE], which only image builds set. **Threading:** one call; its threads end with it.
final class Rehearsal {
    /// Asks for it.
    static final String VARIABLE = "DATACOOK_TRAINING";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Enough for the JVM to find out which methods are hot.
    private static final int ROWS = 20_000;

    /// Files, which can be loaded into anywhere, and a database that nobody answers for: as far as that goes.
    private static final String FILES = "parquet, path: out, write_mode: append";

    private static final String DATABASE =
            "postgres, host: 127.0.0.1, port: 1, database: none, user: none, table: public.rows, write_mode: append";

    private final Vertx vertx;
    private final Path folder;

    private Rehearsal(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    /// Loads rows of its own making in a new folder of the temporary one.
    static PodExit run(Vertx vertx) {
        try {
            Path folder = Files.createTempDirectory("rehearsal").toRealPath();
            Rehearsal rehearsal = new Rehearsal(vertx, folder);
            rehearsal.knock();
            rehearsal.rows();
            rehearsal.load("database", DATABASE);
            return rehearsal.load("files", FILES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The state service is asked as any run asks it; this pod's own server knows no such address, which is an answer.
    private void knock() {
        Map<String, String> more = Map.of("DATACOOK_STATE_URL", "http://127.0.0.1:" + port());
        PodSettings settings = settings(folder, more);
        StateServiceClient service =
                new StateServiceClient(settings, StageName.WRITER, String.valueOf(settings.stateUrl()), Pause.PARK);
        service.heartbeat(new Progress(Clock.systemUTC()).snapshot());
        service.peer(StageName.EXTRACTOR, 0, Duration.ZERO);
    }

    private static String port() {
        return System.getenv().getOrDefault("QUARKUS_HTTP_PORT", "8080");
    }

    private void rows() throws IOException {
        String rows = IntStream.range(0, ROWS)
                .mapToObj(row -> "%d,name %d,%d.25,2026-01-01T00:00:%02d,%s"
                        .formatted(row, row % 97, row, row % 60, row % 2 == 0))
                .collect(Collectors.joining("\n", "id,name,amount,at,flag\n", "\n"));
        Files.writeString(folder.resolve("rows.csv"), rows);
    }

    private static String recipe(String destination) {
        return """
                name: rehearsal
                source: { type: csv, path: "rows.csv" }
                transform:
                  steps:
                    - { type: cast, columns: { id: bigint, amount: "decimal(12,2)" } }
                destination: { type: %s }
                runtime: { batch_size: 1000, parallelism: 1, max_retries: 0, checkpoint: { rows_max: 5000 } }
                """.formatted(destination);
    }

    private PodExit load(String name, String destination) throws IOException {
        Path mounted = Files.createDirectories(folder.resolve(name));
        Files.copy(folder.resolve("rows.csv"), mounted.resolve("rows.csv"));
        Files.writeString(mounted.resolve("recipe.yaml"), recipe(destination));
        Map<StageName, Drain> drains = new EnumMap<>(StageName.class);
        Map<StageName, Thread> left = new EnumMap<>(StageName.class);
        for (StageName stage : StageName.values()) {
            drains.put(stage, new Drain());
        }
        try {
            for (StageName stage : new StageName[] {StageName.EXTRACTOR, StageName.TRANSFORM}) {
                PodParts parts = parts(stage, mounted, drains);
                left.put(stage, Thread.ofPlatform().name(stage.word()).start(() -> Stages.run(stage, parts)));
            }
            return Stages.run(StageName.WRITER, parts(StageName.WRITER, mounted, drains));
        } catch (DatacookException refused) {
            return Consequence.of(refused.code()).podExit();
        } finally {
            drains.values().forEach(drain -> drain.ask(PodExit.DRAINED));
            join(left);
        }
    }

    private static void join(Map<StageName, Thread> threads) {
        for (Thread thread : threads.values()) {
            try {
                thread.join(LIMIT);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private PodParts parts(StageName stage, Path mounted, Map<StageName, Drain> drains) {
        PodSettings settings = settings(mounted, Map.of());
        Recipe recipe = PodRecipe.load(settings, Environment.system());
        Clock clock = Clock.systemUTC();
        Progress progress = new Progress(clock);
        Drain drain = Objects.requireNonNull(drains.get(stage));
        return new PodParts(
                settings,
                recipe,
                Directory.fixed(Stages.fixedLeft(stage, settings)),
                clock.instant(),
                vertx,
                new LinkRoute(),
                progress,
                new PodLog(progress, clock),
                drain,
                new Beat(progress, drain),
                clock);
    }

    private static PodSettings settings(Path mounted, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DATACOOK_RUN", "rehearsal",
                "DATACOOK_LAYOUT", "fused",
                "DATACOOK_PEER_WAIT_SECONDS", String.valueOf(LIMIT.toSeconds()),
                "DATACOOK_RECIPE", mounted.resolve("recipe.yaml").toString(),
                "DATACOOK_FOLDER", mounted.resolve("work").toString(),
                "DATACOOK_SOCKETS", mounted.toString()));
        environment.putAll(more);
        return PodSettings.of(environment);
    }
}
