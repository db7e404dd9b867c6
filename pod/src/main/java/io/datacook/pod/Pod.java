package io.datacook.pod;

import io.datacook.api.Consequence;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.PodExit;
import io.datacook.engine.load.Pause;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One pod from its start to its exit code.
///
/// **Threading:** [#run] is called once, by the main thread.
@Singleton
public class Pod {
    private static final Logger LOG = Logger.getLogger("io.datacook");

    private final Vertx vertx;
    private final LinkRoute route;
    private final Metrics metrics;
    private final Clock clock = Clock.systemUTC();
    private final Progress progress = new Progress(clock);
    private final Drain drain = new Drain();
    private final Beat beat = new Beat(progress, drain);

    Pod(Vertx vertx, LinkRoute route, Metrics metrics) {
        this.vertx = vertx;
        this.route = route;
        this.metrics = metrics;
    }

    /// How far the pod is, for probes and metrics.
    public Progress progress() {
        return progress;
    }

    /// Whether the pod can be reached by its right neighbour, or needs not to be.
    public boolean isReady() {
        return beat.isRunning();
    }

    /// Whether the pod's own clockwork goes on.
    public boolean isAlive() {
        return beat.isAlive();
    }

    /// Does a stage's work.
    ///
    /// @param own the stage of this service; its environment may name another, for one native executable is all
    /// @return the process's exit code
    public int run(StageName own) {
        // A link that breaks fails in both directions: who waits for it is told of the first, nobody misses the second.
        Infrastructure.setDroppedExceptionHandler(second -> LOG.debug("after a broken link", second));
        if (Boolean.parseBoolean(System.getenv(Rehearsal.VARIABLE))) {
            return Rehearsal.run(vertx).number();
        }
        drain.listen();
        PodSettings settings = null;
        Directory directory = null;
        try {
            settings = PodSettings.of(System.getenv());
            StageName stage = PodSettings.stage(System.getenv(), own);
            Recipe recipe = PodRecipe.load(settings, Environment.system());
            metrics.publish(progress, settings, stage, recipe.qualifiedName());
            Joined joined = join(settings, stage, recipe);
            directory = joined.directory();
            return work(stage, settings, recipe, joined);
        } catch (DatacookException failed) {
            return fail(failed, settings, directory);
        } catch (RuntimeException fault) {
            return fail(
                    new DatacookException(
                            ErrorCode.INTERNAL,
                            "a fault of Datacook: " + fault + "; please report it with the pod's log",
                            fault),
                    settings,
                    directory);
        } finally {
            beat.stop();
        }
    }

    private int work(StageName stage, PodSettings settings, Recipe recipe, Joined joined) {
        try (SocketTransport sockets = SocketTransport.of(settings.layout(), vertx)) {
            PodParts parts = new PodParts(
                    settings,
                    recipe,
                    joined.directory(),
                    joined.startedAt(),
                    sockets.vertx(),
                    route,
                    progress,
                    new PodLog(progress, clock),
                    drain,
                    beat,
                    clock);
            LOG.infof(
                    "%s of lane %d of %d, run %s, recipe %s, digest %s",
                    stage.word(),
                    settings.lane(),
                    settings.lanes(),
                    settings.run(),
                    recipe.qualifiedName(),
                    recipe.digest());
            return end(Stages.run(stage, parts));
        }
    }

    private record Joined(Directory directory, Instant startedAt) {}

    private Joined join(PodSettings settings, StageName stage, Recipe recipe) {
        String url = settings.stateUrl();
        if (url == null) {
            Peer left = Stages.fixedLeft(stage, settings);
            return new Joined(Directory.fixed(left), clock.instant());
        }
        StateServiceClient service = new StateServiceClient(settings, stage, url, Pause.PARK);
        service.attach(recipe.qualifiedName(), recipe.digest());
        Instant startedAt = service.startedAt();
        Directory directory = settings.layout() == Layout.SPLIT
                ? service
                : new FusedDirectory(service, Stages.fixedLeft(stage, settings));
        return new Joined(directory, Objects.requireNonNullElseGet(startedAt, clock::instant));
    }

    private int end(PodExit exit) {
        PodExit asked = drain.reason();
        PodExit said = exit == PodExit.DRAINED && asked != null ? asked : exit;
        LOG.infof("ended: %s", said);
        return said.number();
    }

    private int fail(DatacookException failed, @Nullable PodSettings settings, @Nullable Directory directory) {
        PodExit exit = Consequence.of(failed.code()).podExit();
        if (exit == PodExit.FAULT) {
            LOG.error(failed.describe(), failed);
        } else {
            LOG.error(failed.describe());
        }
        if (settings != null) {
            TerminationMessage.leave(failed, settings.files().termination());
        }
        if (directory != null && (exit == PodExit.USER || exit == PodExit.FAULT)) {
            try {
                directory.report(Reports.failed(failed));
            } catch (DatacookException unheard) {
                LOG.error(unheard.describe());
            }
        }
        return exit.number();
    }
}
