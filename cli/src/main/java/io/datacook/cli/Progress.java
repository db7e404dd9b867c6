package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.Reject;
import io.datacook.engine.run.Outcome;
import io.datacook.engine.run.RunListener;
import io.datacook.engine.run.StreamReport;
import io.datacook.engine.session.Quantities;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run is doing, as lines of text: one for each stream that is being loaded.
///
/// Knows no screen; [ProgressScreen] shows the lines. **Threading:** safe for several lanes.
final class Progress implements RunListener {
    private static final int BAR_MAX = 20;
    private static final int BAR_MIN = 4;

    /// What stands beside name and bar: rows, rates, time.
    private static final int NUMBERS = 62;

    private final Clock clock;
    private final Map<String, StreamProgress> streams = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();

    Progress(Clock clock) {
        this.clock = clock;
    }

    private static final class StreamProgress {
        private final Instant startedAt;
        private final long rowsEstimate;
        private final long bytesEstimate;
        private long rowsRead;
        private long bytesRead;
        private long rowsRejected;
        private @Nullable StreamReport report;

        private StreamProgress(Instant startedAt, long rowsEstimate, long bytesEstimate) {
            this.startedAt = startedAt;
            this.rowsEstimate = rowsEstimate;
            this.bytesEstimate = bytesEstimate;
        }

        /// The part that is read, never whole before the end, or -1 if nobody knows. Bytes in Arrow stand for bytes
        /// at the source, which is near enough for a bar.
        private double share() {
            if (rowsEstimate > 0) {
                return Math.min(0.99, (double) rowsRead / rowsEstimate);
            }
            return bytesEstimate > 0 ? Math.min(0.99, (double) bytesRead / bytesEstimate) : -1;
        }
    }

    @Override
    public synchronized void streamStarted(String stream, long rowsEstimate, long bytesEstimate) {
        streams.put(stream, new StreamProgress(clock.instant(), rowsEstimate, bytesEstimate));
    }

    @Override
    public synchronized void batchRead(String stream, String split, long rows, long bytes) {
        StreamProgress progress = of(stream);
        progress.rowsRead += rows;
        progress.bytesRead += bytes;
    }

    @Override
    public synchronized void rejected(String stream, List<Reject> rejects) {
        of(stream).rowsRejected += rejects.size();
    }

    @Override
    public synchronized void retrying(String stream, int attempt, Duration delay, DatacookException reason) {
        String first = reason.describe().lines().findFirst().orElse("");
        notices.add("%s: %s; attempt %d follows in %s".formatted(stream, first, attempt, Quantities.time(delay)));
    }

    @Override
    public synchronized void streamEnded(StreamReport report) {
        of(report.stream()).report = report;
    }

    private StreamProgress of(String stream) {
        return streams.computeIfAbsent(stream, name -> new StreamProgress(clock.instant(), -1, -1));
    }

    /// What happened since the last call and is worth a line that stays.
    synchronized List<String> takeNotices() {
        List<String> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    /// One line for each stream that goes on, then how many ended and wait.
    ///
    /// @param linesMax streams beyond are summed up in the last line
    /// @param width columns; lines are cut there
    synchronized List<String> lines(int linesMax, int width) {
        List<String> lines = new ArrayList<>();
        long ended = streams.values().stream()
                .filter(stream -> stream.report != null)
                .count();
        int name = Math.min(
                28, streams.keySet().stream().mapToInt(String::length).max().orElse(0));
        int hidden = 0;
        for (Map.Entry<String, StreamProgress> entry : streams.entrySet()) {
            if (entry.getValue().report != null) {
                continue;
            }
            if (lines.size() < linesMax) {
                int bar = Math.clamp(width - name - NUMBERS, BAR_MIN, BAR_MAX);
                lines.add(cut(line(entry.getKey(), name, bar, entry.getValue()), width));
            } else {
                hidden++;
            }
        }
        if (ended > 0 || hidden > 0) {
            long failed = streams.values().stream()
                    .filter(stream -> stream.report != null && stream.report.outcome() == Outcome.FAILED)
                    .count();
            lines.add(cut(
                    "%s done%s%s"
                            .formatted(
                                    Quantities.of(ended, "stream"),
                                    failed == 0 ? "" : ", %d failed".formatted(failed),
                                    hidden == 0 ? "" : ", %d more going on".formatted(hidden)),
                    width));
        }
        return lines;
    }

    private String line(String stream, int nameWidth, int barWidth, StreamProgress progress) {
        Duration elapsed = Duration.between(progress.startedAt, clock.instant());
        double rate = Quantities.perSecond(progress.rowsRead, elapsed);
        String name = stream.length() > nameWidth ? stream.substring(0, nameWidth - 1) + "…" : stream;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + Math.max(1, nameWidth) + "s ", name));
        double share = progress.share();
        if (share >= 0) {
            line.append(bar(share, barWidth)).append(' ');
        }
        line.append(String.format(
                Locale.ROOT,
                "%10s rows  %7s rows/s  %6.1f MB/s",
                Quantities.count(progress.rowsRead),
                Quantities.brief(rate),
                Quantities.perSecond(progress.bytesRead, elapsed) / 1e6));
        if (progress.rowsRejected > 0) {
            line.append("  ").append(Quantities.count(progress.rowsRejected)).append(" quarantined");
        }
        if (share > 0 && share < 0.99) {
            long left = Math.round(elapsed.toMillis() * (1 - share) / share);
            line.append("  ").append(Quantities.time(Duration.ofMillis(left))).append(" left");
        } else {
            line.append("  ").append(Quantities.time(elapsed));
        }
        return line.toString();
    }

    private static String bar(double share, int width) {
        int full = (int) (share * width);
        return "━".repeat(full) + "─".repeat(width - full) + String.format(Locale.ROOT, " %2.0f%%", share * 100);
    }

    private static String cut(String line, int width) {
        return line.codePointCount(0, line.length()) <= width
                ? line
                : line.substring(0, line.offsetByCodePoints(0, Math.max(1, width - 1))) + "…";
    }
}
