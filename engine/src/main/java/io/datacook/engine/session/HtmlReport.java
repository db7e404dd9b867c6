package io.datacook.engine.session;

import io.datacook.api.DatacookException;
import io.datacook.api.Reject;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.StreamReport;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run as one HTML file without anything from outside: opened from disk, sent by mail, kept for years.
///
/// Works without scripts. **Threading:** one thread.
final class HtmlReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final List<String> STAGES = List.of("extract", "validate", "transform", "write", "commit");

    private final SessionStart start;
    private final RunReport report;
    private final long peakBytes;
    private final List<Throughput.Point> points;
    private final RejectSamples rejects;
    private final Html html = new Html();

    HtmlReport(
            SessionStart start,
            RunReport report,
            long peakBytes,
            List<Throughput.Point> points,
            RejectSamples rejects) {
        this.start = start;
        this.report = report;
        this.peakBytes = peakBytes;
        this.points = points;
        this.rejects = rejects;
    }

    /// The whole file.
    String text() {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element(
                        "title",
                        "%s · %s · Datacook"
                                .formatted(report.recipe(), report.outcome().word()))
                .raw("<style>\n" + ReportStyle.CSS + "</style></head>\n<body><main>\n");
        head();
        tiles();
        errors();
        streams();
        chart();
        stages();
        steps();
        rejects();
        recipe();
        html.raw("<footer>Written by Datacook ").text(start.version()).raw(", session <code>");
        return html.text(report.runId())
                .raw("</code>.</footer>\n</main></body></html>\n")
                .toString();
    }

    private void head() {
        String outcome = report.outcome().word();
        html.raw("<header>").element("h1", report.recipe()).element("span class=\"badge " + outcome + "\"", outcome);
        html.raw("<p class=\"facts\">")
                .text("Started %s, took %s. ".formatted(time(report.startedAt()), Quantities.time(report.elapsed())))
                .raw("Run <code>")
                .text(report.runId())
                .raw("</code>, recipe digest <code>")
                .text(report.digest())
                .raw("</code></p></header>\n");
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private void tiles() {
        StreamReport.Counts totals = report.totals();
        html.raw("<dl class=\"tiles\" aria-label=\"Totals\">");
        tile("Rows read", Quantities.count(totals.rowsRead()), rate(totals.rowsRead()) + " rows/s");
        long commits = report.streams().stream().mapToLong(StreamReport::epochs).sum();
        tile(
                "Rows written",
                Quantities.count(totals.rowsWritten()),
                totals.files() > 0 ? Quantities.of(totals.files(), "file") : "in " + Quantities.of(commits, "commit"));
        tile("Quarantined", Quantities.count(totals.rowsRejected()), share(totals));
        tile("Bytes read", Quantities.bytes(totals.bytesRead()), "as Arrow in memory");
        tile("Bytes written", Quantities.bytes(totals.bytesWritten()), "at the destination");
        if (peakBytes >= 0) {
            tile("Peak memory", Quantities.bytes(peakBytes), "resident, whole process");
        }
        html.raw("</dl>\n");
    }

    private String rate(long rows) {
        return Quantities.brief(Quantities.perSecond(rows, report.elapsed()));
    }

    private static String share(StreamReport.Counts totals) {
        if (totals.rowsRead() == 0) {
            return "of 0 rows";
        }
        return totals.rowsRejected() > 0 && totals.rowsRejected() * 10_000 < totals.rowsRead()
                ? "< 0.01 % of rows read"
                : String.format(Locale.ROOT, "%.2f %% of rows read", 100.0 * totals.rowsRejected() / totals.rowsRead());
    }

    private void tile(String name, String value, String note) {
        html.raw("<div>")
                .element("dt", name)
                .raw("<dd>")
                .text(value)
                .element("small", note)
                .raw("</dd></div>");
    }

    private void errors() {
        for (StreamReport stream : report.streams()) {
            DatacookException error = stream.error();
            if (error != null) {
                html.raw("<section class=\"error\">").element("h2", "Stream %s failed".formatted(stream.stream()));
                error.describe()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .forEach(line -> html.element("p", line.strip()));
                html.raw("</section>\n");
            }
        }
    }

    private void streams() {
        html.raw("<section>").element("h2", "Streams");
        html.table(
                "Streams",
                List.of(
                        "Stream",
                        "Outcome",
                        "#Read",
                        "#Quarantined",
                        "#Written",
                        "#Bytes",
                        "#Files",
                        "#Time",
                        "Where"));
        for (StreamReport stream : report.streams()) {
            StreamReport.Counts counts = stream.counts();
            html.row(List.of(
                    stream.stream(),
                    stream.attempts() > 1
                            ? "%s, attempt %d".formatted(stream.outcome().word(), stream.attempts())
                            : stream.outcome().word(),
                    "#" + Quantities.count(counts.rowsRead()),
                    "#" + Quantities.count(counts.rowsRejected()),
                    "#" + Quantities.count(counts.rowsWritten()),
                    "#" + Quantities.bytes(counts.bytesWritten()),
                    "#" + Quantities.count(counts.files()),
                    "#" + Quantities.time(stream.elapsed()),
                    stream.target()));
        }
        html.endTable();
        if (report.streams().stream().anyMatch(stream -> stream.stateAfter() != null)) {
            html.raw("<br>").table("State", List.of("Stream", "State before", "State after", "#Splits", "#Commits"));
            for (StreamReport stream : report.streams()) {
                html.row(List.of(
                        stream.stream(),
                        orNone(stream.stateBefore()),
                        orNone(stream.stateAfter()),
                        "#" + stream.splits(),
                        "#" + stream.epochs()));
            }
            html.endTable();
        }
        for (StreamReport stream : report.streams()) {
            if (stream.receipt() != null) {
                html.element(
                        "p class=\"note\"",
                        "Receipt of %s: %s."
                                .formatted(stream.stream(), stream.receipt().describe()));
            }
        }
        html.raw("</section>\n");
    }

    private static String orNone(@Nullable String state) {
        return state == null ? "none" : state;
    }

    private void chart() {
        if (ThroughputChart.worthwhile(points)) {
            html.raw("<section>").element("h2", "Throughput").raw(ThroughputChart.svg(points));
            html.raw("<ul class=\"legend\"><li><i class=\"extract\"></i>Rows read per second (left)</li>")
                    .raw("<li><i class=\"write\"></i>Rows committed in total (right)</li></ul></section>\n");
        }
    }

    private void stages() {
        List<StreamReport> busy = report.streams().stream()
                .filter(stream -> total(stream).isPositive())
                .toList();
        if (busy.isEmpty()) {
            return;
        }
        html.raw("<section>").element("h2", "Time in each stage");
        html.element("p class=\"note\"", "Summed over parallel lanes, so it can exceed the time that passed.");
        for (StreamReport stream : busy) {
            Duration total = total(stream);
            List<String> parts = new ArrayList<>();
            inOrder(stream).forEach((stage, time) -> parts.add(stage + " " + Quantities.time(time)));
            html.raw("<div class=\"bar\"><p><b>").text(stream.stream()).raw("</b>");
            html.element("span", String.join(" · ", parts)).raw("</p><div aria-hidden=\"true\">");
            inOrder(stream)
                    .forEach((stage, time) -> html.raw("<i class=\"%s\" style=\"width:%.2f%%\"></i>"
                            .formatted(colour(stage), 100.0 * time.toNanos() / total.toNanos())));
            html.raw("</div></div>\n");
        }
        html.raw("<ul class=\"legend\">");
        STAGES.stream()
                .filter(stage ->
                        busy.stream().anyMatch(stream -> stream.stageBusy().containsKey(stage)))
                .forEach(stage -> html.raw("<li><i class=\"%s\"></i>%s</li>".formatted(stage, stage)));
        html.raw("</ul></section>\n");
    }

    /// As data meets them, then those this report does not know.
    private static Map<String, Duration> inOrder(StreamReport stream) {
        Map<String, Duration> ordered = new LinkedHashMap<>();
        for (String stage : STAGES) {
            Duration time = stream.stageBusy().get(stage);
            if (time != null) {
                ordered.put(stage, time);
            }
        }
        stream.stageBusy().forEach(ordered::putIfAbsent);
        return ordered;
    }

    private static Duration total(StreamReport stream) {
        return stream.stageBusy().values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static String colour(String stage) {
        return STAGES.contains(stage) ? stage : "other";
    }

    private void steps() {
        if (report.streams().stream().allMatch(stream -> stream.steps().isEmpty())) {
            return;
        }
        html.raw("<section>").element("h2", "Steps");
        html.table("Rows in and out of each step", List.of("Stream", "Step", "#Rows in", "#Rows out", "#Difference"));
        for (StreamReport stream : report.streams()) {
            for (StepCount step : stream.steps()) {
                html.row(List.of(
                        stream.stream(),
                        step.step(),
                        "#" + Quantities.count(step.rowsIn()),
                        "#" + Quantities.count(step.rowsOut()),
                        "#" + Quantities.count(step.rowsOut() - step.rowsIn())));
            }
        }
        html.endTable().raw("</section>\n");
    }

    private void rejects() {
        Map<RejectSamples.Reason, Long> reasons = rejects.reasons();
        if (reasons.isEmpty()) {
            return;
        }
        html.raw("<section>").element("h2", "Quarantined rows");
        html.table("Why rows were left out", List.of("Reason", "Stream", "Stage", "Column", "#Rows"));
        reasons.entrySet().stream()
                .sorted(Map.Entry.<RejectSamples.Reason, Long>comparingByValue().reversed())
                .forEach(entry -> html.row(Arrays.asList(
                        entry.getKey().reason(),
                        entry.getKey().stream(),
                        entry.getKey().stage(),
                        entry.getKey().column(),
                        "#" + Quantities.count(entry.getValue()))));
        html.endTable().raw("<br>");
        html.element("p class=\"note\"", "The first %d of each stream:".formatted(RejectSamples.ROWS_MAX));
        html.table("Samples", List.of("Place", "Column", "Value", "Reason", "Row"));
        rejects.samples().values().forEach(rows -> rows.forEach(this::sample));
        html.endTable().raw("</section>\n");
    }

    private void sample(Reject row) {
        html.raw("<tr>")
                .element("th scope=\"row\"", row.place())
                .element("td", row.column() == null ? "" : row.column())
                .element("td", row.value() == null ? "" : row.value())
                .element("td", row.reason())
                .raw("<td>")
                .element("code class=\"record\"", row.record())
                .raw("</td></tr>\n");
    }

    private void recipe() {
        html.raw("<section><details><summary>Resolved recipe</summary><pre>")
                .text(Documents.yaml(start.resolvedRecipe()))
                .raw("</pre></details></section>\n");
    }
}
