package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.run.Outcome;
import io.datacook.engine.run.RunListener;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.StreamReport;
import io.datacook.engine.session.PeakMemory;
import io.datacook.engine.session.Session;
import io.datacook.engine.session.SessionLimits;
import io.datacook.engine.session.SessionListener;
import io.datacook.engine.session.SessionManifest;
import io.datacook.engine.session.SessionStart;
import io.datacook.engine.session.SessionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The session of one run of the command line.
///
/// **Closing:** without [#finish] the session counts as interrupted.
final class RunSession implements AutoCloseable {
    private final Host host;
    private final Recipe recipe;
    private final String runId;
    private final Instant startedAt;
    private final Session session;
    private final SessionListener listener;
    private final List<String> warnings = new ArrayList<>();

    private RunSession(Host host, Workbench bench, Session session, SessionStart start) {
        this.host = host;
        this.recipe = bench.recipe();
        this.runId = bench.context().runId();
        this.startedAt = bench.context().startedAt();
        this.session = session;
        this.listener = new SessionListener(session, start, host.clock());
    }

    /// Makes the session's folder.
    static RunSession open(Host host, Workbench bench, Path folder) {
        Recipe recipe = bench.recipe();
        SessionStart start = new SessionStart(
                bench.context().runId(),
                recipe.qualifiedName(),
                recipe.digest(),
                bench.context().startedAt(),
                Version.NUMBER,
                RecipeTrees.resolved(recipe),
                RecipeTrees.artifacts(recipe));
        return new RunSession(host, bench, new SessionStore(folder, SessionLimits.DEFAULT).open(start), start);
    }

    RunListener listener() {
        return listener;
    }

    /// A run that could not even find its streams.
    RunReport failedBeforeStreams(DatacookException failed) {
        Instant now = host.clock().instant();
        StreamReport none = new StreamReport(
                recipe.name(),
                Outcome.FAILED,
                "",
                StreamReport.Counts.NONE,
                List.of(),
                Map.of(),
                0,
                0,
                1,
                null,
                null,
                null,
                failed,
                Duration.between(startedAt, now));
        return new RunReport(runId, recipe.name(), recipe.digest(), startedAt, now, List.of(none));
    }

    /// Writes what became of the run.
    void finish(RunReport report) {
        for (StreamReport stream : report.streams()) {
            DatacookException error = stream.error();
            if (error != null && error.code() == ErrorCode.INTERNAL) {
                Path log = session.log("fault.log", Failures.trace(error));
                warnings.add(
                        "      Please report this fault of Datacook with %s, which has the details.".formatted(log));
            }
        }
        listener.finish(report);
        String problem = session.problem();
        if (problem != null) {
            warnings.add("The session is not whole: " + problem);
        }
    }

    List<String> warnings() {
        return warnings;
    }

    Path report() {
        return session.report();
    }

    long peakBytes() {
        return PeakMemory.bytes();
    }

    /// The report for programs.
    Map<String, @Nullable Object> tree(RunReport report) {
        Map<String, @Nullable Object> tree = new java.util.LinkedHashMap<>(SessionManifest.run(report, peakBytes()));
        tree.put("session", session.folder());
        tree.put("report", session.report());
        return tree;
    }

    @Override
    public void close() {
        listener.close();
    }
}
