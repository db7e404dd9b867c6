package io.datacook.cli;

import io.datacook.api.StateKey;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.Pause;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.run.Run;
import io.datacook.engine.run.RunListener;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.RunTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `datacook run`.
@Command(
        name = "run",
        description = {
            "Load what a recipe says. An interrupted run is continued by the next one.",
            "Ctrl-C stops in good order: what is committed stays. A second Ctrl-C ends the process at once; "
                    + "no row is lost or doubled by that either."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  datacook run orders.yaml",
            "  datacook run shop.yaml --stream orders --stream customers",
            "  datacook run orders.yaml --full-refresh --yes",
            "  datacook run orders.yaml --output json | jq .totals"
        })
final class RunCommand extends HostCommand {
    @Mixin
    private RecipeInput input = new RecipeInput();

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "Load this stream only; may be given several times.")
    private List<String> streams = List.of();

    @Option(
            names = "--full-refresh",
            description =
                    "Forget how far the streams are loaded and load them from the beginning; asks, or needs --yes.")
    private boolean fullRefresh;

    @Mixin
    private StateOption stateOption = new StateOption();

    @Option(
            names = "--sessions",
            paramLabel = "FOLDER",
            description = "Where the session of this run goes. Default: .datacook/sessions beside the recipe.")
    private @Nullable Path sessions;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = WaitTime.class,
            description =
                    "How long to wait for another run of the same recipe, such as 10m. Default: ${DEFAULT-VALUE}.")
    private Duration lockWait = Duration.ZERO;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Mixin
    private Consent consent = new Consent();

    @Mixin
    private Output output = new Output();

    @Override
    ExitCode execute() {
        Catalog catalog = Catalog.load();
        Recipe recipe = input.load(host(), catalog);
        String runId = host().newRunId();
        try (Workbench bench = Workbench.open(host(), recipe, catalog, stateOption::open, runId)) {
            Recipe chosen = choose(bench);
            if (fullRefresh) {
                forget(bench, chosen);
            }
            if (streams.isEmpty()) {
                return load(bench);
            }
            try (EngineContext context =
                    EngineContext.open(chosen, catalog, host().environment(), host().clock(), runId)) {
                return load(new Workbench(chosen, context, bench.state()));
            }
        }
    }

    /// The recipe with the streams of the command line only.
    private Recipe choose(Workbench bench) {
        Recipe recipe = bench.recipe();
        if (streams.isEmpty()) {
            return recipe;
        }
        List<StreamRecipe> all = new Planner(bench.context(), bench.state()).streams();
        return new Recipe(
                recipe.name(),
                recipe.tenant(),
                recipe.description(),
                StreamChoice.of(all, streams),
                recipe.runtime(),
                recipe.state(),
                recipe.digest(),
                recipe.tree(),
                recipe.connections(),
                recipe.folder());
    }

    private void forget(Workbench bench, Recipe chosen) {
        List<StateKey> keys = bench.state().list(chosen.qualifiedName()).stream()
                .filter(key -> streams.isEmpty() || streams.contains(key.stream()))
                .toList();
        if (!keys.isEmpty()) {
            consent.require(
                    host(), "Everything is loaded from the beginning; in append mode rows that are there come again.");
            StateResetCommand.reset(new StateEdits(bench.state(), host().clock()), keys);
        }
    }

    private ExitCode load(Workbench bench) {
        Path folder = sessions == null
                ? bench.recipe().folder().resolve(".datacook").resolve("sessions")
                : host().resolve(sessions);
        Progress progress = new Progress(host().clock());
        RunReport report;
        try (RunSession session = RunSession.open(host(), bench, folder)) {
            try (ProgressScreen screen = quiet ? null : new ProgressScreen(progress, host().terminal(), errorStyle())) {
                host().interrupts().listen(reason -> {
                    if (screen != null) {
                        screen.say("Stopping: what is committed stays. Once more ends at once.");
                    }
                });
                report = run(bench, session, new Listeners(List.of(session.listener(), progress)));
            }
            session.finish(report);
            print(report, session);
        }
        return exit(report);
    }

    private RunReport run(Workbench bench, RunSession session, RunListener listener) {
        RunTools tools = new RunTools(
                bench.state(), listener, host().interrupts(), Pause.PARK, lockWait, FaultHook.of(host().variables()));
        try {
            return new Run(bench.context(), tools).run();
        } catch (io.datacook.api.DatacookException failed) {
            return session.failedBeforeStreams(failed);
        }
    }

    private void print(RunReport report, RunSession session) {
        if (output.isJson()) {
            printJson(session.tree(report));
        } else {
            Summary.lines(
                            report,
                            session.peakBytes(),
                            style(),
                            host().terminal().outWidth())
                    .forEach(out()::println);
            out().println("  report  " + session.report());
        }
        out().flush();
        Failures failures = failures();
        report.streams().forEach(stream -> {
            if (stream.error() != null) {
                failures.describe(stream.error());
            }
        });
        session.warnings().forEach(warning -> err().println(errorStyle().warning(warning)));
    }

    private ExitCode exit(RunReport report) {
        ExitCode asked = host().interrupts().reason();
        return switch (report.outcome()) {
            case SUCCEEDED -> ExitCode.DONE;
            case STOPPED -> asked == null ? ExitCode.DRAINED : asked;
            case FAILED -> report.error() == null ? ExitCode.INTERNAL : ExitCode.of(report.error());
        };
    }
}
