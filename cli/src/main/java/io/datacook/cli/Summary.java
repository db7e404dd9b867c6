package io.datacook.cli;

import io.datacook.engine.run.Outcome;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.StreamReport;
import io.datacook.engine.session.Quantities;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of a run, for people.
final class Summary {
    private Summary() {}

    /// The table of streams, the totals, and where everything is.
    ///
    /// @param peakBytes resident bytes at their highest, or -1
    /// @param width columns there are; a narrow screen shows fewer numbers
    static List<String> lines(RunReport report, long peakBytes, Style style, int width) {
        TextTable table = table(report, style).dropIfAll("-", "STATE").fit(width, "VALID", "FILES", "BYTES", "STATE");
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(verdict(report, peakBytes, style));
        for (StreamReport stream : report.streams()) {
            if (stream.counts().rowsWritten() > 0 || stream.outcome() == Outcome.SUCCEEDED) {
                lines.add("  %s ─▶ %s".formatted(stream.stream(), stream.target()));
            }
            if (stream.receipt() != null) {
                lines.add("    receipt  " + stream.receipt().describe());
            }
        }
        return lines;
    }

    private static TextTable table(RunReport report, Style style) {
        TextTable table = new TextTable(
                style, "STREAM", "#READ", "#VALID", "#QUARANTINED", "#WRITTEN", "#BYTES", "#FILES", "#TIME", "STATE");
        for (StreamReport stream : report.streams()) {
            StreamReport.Counts counts = stream.counts();
            table.row(
                    stream.stream(),
                    Quantities.count(counts.rowsRead()),
                    Quantities.count(counts.rowsRead() - counts.rowsRejected()),
                    counts.rowsRejected() == 0 ? "0" : style.warning(Quantities.count(counts.rowsRejected())),
                    Quantities.count(counts.rowsWritten()),
                    Quantities.bytes(counts.bytesWritten()),
                    Quantities.count(counts.files()),
                    Quantities.time(stream.elapsed()),
                    state(stream.stateBefore(), stream.stateAfter()));
        }
        return table;
    }

    private static String state(@Nullable String before, @Nullable String after) {
        if (after == null) {
            return before == null ? "-" : before;
        }
        return after.equals(before) ? after + " (unchanged)" : (before == null ? "none" : before) + " → " + after;
    }

    private static String verdict(RunReport report, long peakBytes, Style style) {
        StreamReport.Counts totals = report.totals();
        String word =
                switch (report.outcome()) {
                    case SUCCEEDED -> style.good("✓ loaded");
                    case FAILED -> style.bad("✗ failed after");
                    case STOPPED -> style.warning("■ stopped after");
                };
        return "%s %s in %s (%s rows/s%s)"
                .formatted(
                        word,
                        Quantities.of(totals.rowsWritten(), "row"),
                        Quantities.time(report.elapsed()),
                        Quantities.brief(Quantities.perSecond(totals.rowsRead(), report.elapsed())),
                        peakBytes < 0 ? "" : ", " + Quantities.bytes(peakBytes) + " of memory at most");
    }
}
