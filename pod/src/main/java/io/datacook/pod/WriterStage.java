package io.datacook.pod;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.PodExit;
import io.datacook.api.StateBackend;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.Lane;
import io.datacook.engine.load.Pause;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.Place;
import io.datacook.engine.recipe.StateConfig;
import io.datacook.engine.run.Datacook;
import io.datacook.engine.run.Outcome;
import io.datacook.engine.run.Run;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.RunTools;
import io.datacook.engine.stage.Upstream;
import io.datacook.engine.state.FileState;
import java.nio.file.Path;
import java.time.Duration;

/// The writer's work: a run whose rows come from an upstream.
final class WriterStage {
    private static final Duration LOCK_WAIT = Duration.ofMinutes(2);
    private static final int BEGINNINGS_MAX = 10;

    /// A stream that had nothing new is looked at again after it.
    private static final Duration IDLE_PAUSE = Duration.ofSeconds(1);

    private final PodParts parts;
    private final EngineContext context;
    private final Upstream upstream;

    WriterStage(PodParts parts, EngineContext context, Upstream upstream) {
        this.parts = parts;
        this.context = context;
        this.upstream = upstream;
    }

    PodExit run() {
        parts.beat().start(parts.directory());
        try (StateBackend state = state()) {
            RunReport report =
                    switch (parts.settings().mode()) {
                        case BATCH -> run(state);
                        case STREAMING -> runAgainAndAgain(state);
                    };
            parts.beat().last(parts.directory());
            return end(report);
        } catch (DatacookException failed) {
            if (failed.code() == ErrorCode.LINK_BROKEN && parts.drain().isRequested()) {
                // The neighbour was told to end too, and was quicker: nothing has begun that could be lost.
                return PodExit.DRAINED;
            }
            throw failed;
        }
    }

    /// Window after window until this pod is asked to end, or one fails.
    private RunReport runAgainAndAgain(StateBackend state) {
        while (true) {
            long before = parts.progress().snapshot().rowsWritten();
            RunReport report = run(state);
            if (report.outcome() != Outcome.SUCCEEDED || parts.drain().isRequested()) {
                return report;
            }
            if (parts.progress().snapshot().rowsWritten() == before) {
                parts.drain().await(IDLE_PAUSE);
            }
        }
    }

    private RunReport run(StateBackend state) {
        PodSettings settings = parts.settings();
        RunTools tools =
                new RunTools(state, parts.log(), parts.drain(), Pause.PARK, LOCK_WAIT, FaultHook.of(System.getenv()));
        Lane lane = Lane.of(settings.run(), settings.lane(), settings.lanes());
        for (int beginning = 1; ; beginning++) {
            try {
                return new Run(context, tools, upstream, lane).run();
            } catch (DatacookException failed) {
                // Only finding the streams throws: nothing has begun.
                boolean again = failed.code() == ErrorCode.LINK_BROKEN
                        && beginning < BEGINNINGS_MAX
                        && !parts.drain().isRequested();
                if (!again) {
                    throw failed;
                }
            }
        }
    }

    private StateBackend state() {
        StateConfig config = context.recipe().state();
        if (config != null) {
            return new Openers(context).state(config);
        }
        if (parts.settings().stateUrl() != null) {
            return new Openers(context).state(service(parts.settings()));
        }
        return FileState.open(Datacook.stateFolder(context.recipe()));
    }

    private static StateConfig service(PodSettings settings) {
        Place place = Place.of("DATACOOK_STATE_URL");
        Mapping options = Mapping.empty(place).with("url", Scalar.text(String.valueOf(settings.stateUrl()), place));
        Path token = settings.stateTokenFile();
        if (token != null) {
            options = options.with("token_file", Scalar.text(token.toString(), place));
        }
        return new StateConfig("service", options, place);
    }

    private PodExit end(RunReport report) {
        boolean drained =
                parts.settings().mode() == PodSettings.Mode.STREAMING && report.outcome() == Outcome.SUCCEEDED;
        if (drained || report.outcome() == Outcome.STOPPED) {
            return PodExit.DRAINED;
        }
        if (report.outcome() == Outcome.SUCCEEDED) {
            if (parts.settings().lane() == 0) {
                parts.directory().report(Reports.of(report));
            }
            return PodExit.DONE;
        }
        DatacookException error = report.error();
        throw error == null ? new DatacookException(ErrorCode.INTERNAL, "the run failed without saying why") : error;
    }
}
