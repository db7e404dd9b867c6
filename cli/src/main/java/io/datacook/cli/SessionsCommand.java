package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.session.Documents;
import io.datacook.engine.session.Quantities;
import io.datacook.engine.session.SessionLimits;
import io.datacook.engine.session.SessionStore;
import io.datacook.engine.session.SessionSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `datacook sessions`: what earlier runs left behind.
@Command(
        name = "sessions",
        description = "List the sessions of earlier runs, or show one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  datacook sessions",
            "  datacook sessions 20261121-0830            # the beginning of a run id is enough",
            "  xdg-open \"$(datacook sessions last --report)\"  # the HTML report in a browser"
        })
final class SessionsCommand extends HostCommand {
    private static final String LAST = "last";

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description = "A run id, its beginning, or 'last'; without it all sessions are listed.")
    private @Nullable String run;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = "",
            description = "The recipe's folder; sessions are in .datacook/sessions there. Default: this folder.")
    private Path base = Path.of("");

    @Option(names = "--report", description = "Print the path of the HTML report only.")
    private boolean report;

    @Option(names = "--path", description = "Print the path of the session folder only.")
    private boolean path;

    @Mixin
    private Output output = new Output();

    @Override
    ExitCode execute() {
        Path folder = host().resolve(base).resolve(".datacook").resolve("sessions");
        SessionStore store = new SessionStore(folder, SessionLimits.DEFAULT);
        if (run == null) {
            list(store.list(), folder);
            return ExitCode.DONE;
        }
        SessionSummary session = find(store, run, folder);
        if (report) {
            if (!Files.exists(session.report())) {
                throw new DatacookException(
                        ErrorCode.STREAM_MISSING,
                        "the session %s has no report: it is %s\nA report is written when a run ends by itself."
                                .formatted(session.runId(), session.outcome()));
            }
            out().println(session.report());
        } else if (path) {
            out().println(session.folder());
        } else {
            show(session);
        }
        return ExitCode.DONE;
    }

    private static SessionSummary find(SessionStore store, String wanted, Path folder) {
        SessionSummary session =
                wanted.equals(LAST) ? store.list().stream().findFirst().orElse(null) : store.find(wanted);
        if (session == null) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING,
                    "no session, or more than one, begins with '%s' in %s\nRun 'datacook sessions' to see them all."
                            .formatted(wanted, folder));
        }
        return session;
    }

    private void list(List<SessionSummary> sessions, Path folder) {
        if (output.isJson()) {
            printJson(sessions.stream().map(SessionsCommand::tree).toList());
            return;
        }
        if (sessions.isEmpty()) {
            out().println("no sessions in %s".formatted(folder));
            return;
        }
        TextTable table =
                new TextTable(style(), "RUN", "RECIPE", "OUTCOME", "#READ", "#QUARANTINED", "#WRITTEN", "#TIME");
        for (SessionSummary session : sessions) {
            table.row(
                    session.runId(),
                    session.text("recipe"),
                    coloured(session.outcome()),
                    Quantities.count(session.total("rows_read")),
                    Quantities.count(session.total("rows_quarantined")),
                    Quantities.count(session.total("rows_written")),
                    session.manifest().get("elapsed_ms") instanceof Number millis
                            ? Quantities.time(Duration.ofMillis(millis.longValue()))
                            : "");
        }
        print(table);
    }

    private String coloured(String outcome) {
        return switch (outcome) {
            case "succeeded" -> style().good(outcome);
            case "failed", "damaged" -> style().bad(outcome);
            default -> style().warning(outcome);
        };
    }

    private void show(SessionSummary session) {
        Map<String, Object> tree = new LinkedHashMap<>();
        session.manifest().forEach((key, value) -> tree.put(String.valueOf(key), value));
        tree.put("outcome", session.outcome());
        tree.put("folder", session.folder().toString());
        tree.put("report", Files.exists(session.report()) ? session.report().toString() : null);
        if (output.isJson()) {
            printJson(tree);
        } else {
            out().print(Documents.yaml(tree));
        }
    }

    private static Map<String, Object> tree(SessionSummary session) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("run_id", session.runId());
        tree.put("recipe", session.text("recipe"));
        tree.put("outcome", session.outcome());
        tree.put("started_at", session.text("started_at"));
        tree.put("rows_read", session.total("rows_read"));
        tree.put("rows_quarantined", session.total("rows_quarantined"));
        tree.put("rows_written", session.total("rows_written"));
        tree.put("folder", session.folder());
        return tree;
    }
}
