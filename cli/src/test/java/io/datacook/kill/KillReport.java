package io.datacook.kill;

import io.datacook.engine.load.FaultHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What became of every cell of a kill matrix, as a page of Markdown: sums for each pair of destination and mode, then
/// a table for each destination.
///
/// Safe for several threads.
final class KillReport {
    private final Path file;
    private final List<Cell> cells = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    /// @param file written again after each pair, so that a run that is stopped leaves what it found
    KillReport(Path file) {
        this.file = file;
    }

    /// One kill.
    ///
    /// @param where a point of the protocol, or the number of a random moment
    /// @param after when it was killed, or `null` at a point of the protocol
    /// @param exit of the process that was to die
    /// @param lost rows that are missing after the recovery
    /// @param doubled rows that are there more than once
    /// @param recovery the next run, a whole process; zero if none was needed
    /// @param receipt what the next run said about what it found; empty if it had nothing to load
    record Cell(
            Target target,
            String mode,
            String where,
            @Nullable Duration after,
            int exit,
            long lost,
            long doubled,
            Duration recovery,
            String receipt) {
        boolean died() {
            return exit == FaultHook.EXIT_CODE;
        }

        private String text() {
            String when = after == null ? "" : seconds(after) + ": ";
            String end = died() ? "died, " + seconds(recovery) : after == null ? "not reached" : "over";
            return when + end + (lost + doubled == 0 ? "" : " **%d lost, %d doubled**".formatted(lost, doubled));
        }
    }

    synchronized void add(Cell cell) {
        cells.add(cell);
    }

    synchronized void wrong(String problem) {
        wrong.add(problem);
    }

    /// Everything that should not have been.
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// How many processes died at a point of the protocol.
    synchronized long diedAtPoints() {
        return cells.stream()
                .filter(cell -> cell.after() == null && cell.died())
                .count();
    }

    synchronized void write() throws IOException {
        List<String> lines = new ArrayList<>(List.of("# Kill matrix", "", summary(cells), ""));
        lines.add("Wrong: " + (wrong.isEmpty() ? "nothing." : String.join("; ", wrong)));
        lines.addAll(List.of(
                "",
                "| destination | mode | cells | died | rows lost | rows doubled | recovery, median | longest "
                        + "| receipts that agree |",
                "|---|---|---|---|---|---|---|---|---|"));
        for (Target target : Target.values()) {
            target.modes().forEach(mode -> pair(lines, target, mode));
        }
        for (Target target : Target.values()) {
            table(lines, target);
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, lines);
    }

    private static String summary(List<Cell> cells) {
        List<Duration> times = recoveries(cells);
        return "%d cells; in %d the process died, in %d of them at a point of the protocol. %d rows lost, %d doubled. "
                        .formatted(
                                cells.size(),
                                cells.stream().filter(Cell::died).count(),
                                cells.stream()
                                        .filter(cell -> cell.after() == null && cell.died())
                                        .count(),
                                cells.stream().mapToLong(Cell::lost).sum(),
                                cells.stream().mapToLong(Cell::doubled).sum())
                + "Recovery is the next run, a whole process: median %s, longest %s."
                        .formatted(median(times), times.isEmpty() ? "–" : seconds(times.getLast()));
    }

    private void pair(List<String> lines, Target target, String mode) {
        List<Cell> own = cells.stream()
                .filter(cell -> cell.target() == target && cell.mode().equals(mode))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        List<Duration> times = recoveries(own);
        List<Cell> told = own.stream().filter(cell -> !cell.receipt().isEmpty()).toList();
        lines.add("| %s | %s | %d | %d | %d | %d | %s | %s | %d of %d |"
                .formatted(
                        target,
                        mode,
                        own.size(),
                        own.stream().filter(Cell::died).count(),
                        own.stream().mapToLong(Cell::lost).sum(),
                        own.stream().mapToLong(Cell::doubled).sum(),
                        median(times),
                        times.isEmpty() ? "–" : seconds(times.getLast()),
                        told.stream()
                                .filter(cell -> cell.receipt().endsWith("agree"))
                                .count(),
                        told.size()));
    }

    private void table(List<String> lines, Target target) {
        List<Cell> own = cells.stream().filter(cell -> cell.target() == target).toList();
        List<String> modes = own.stream().map(Cell::mode).distinct().sorted().toList();
        if (own.isEmpty()) {
            return;
        }
        lines.addAll(List.of("", "## " + target, ""));
        lines.add("| killed at | " + String.join(" | ", modes) + " |");
        lines.add("|---|" + "---|".repeat(modes.size()));
        for (String where : own.stream().map(Cell::where).distinct().toList()) {
            lines.add(modes.stream()
                    .map(mode -> own.stream()
                            .filter(cell ->
                                    cell.mode().equals(mode) && cell.where().equals(where))
                            .map(Cell::text)
                            .findFirst()
                            .orElse(""))
                    .collect(Collectors.joining(" | ", "| " + where + " | ", " |")));
        }
    }

    private static List<Duration> recoveries(List<Cell> cells) {
        return cells.stream().filter(Cell::died).map(Cell::recovery).sorted().toList();
    }

    private static String median(List<Duration> times) {
        return times.isEmpty() ? "–" : seconds(times.get(times.size() / 2));
    }

    private static String seconds(Duration time) {
        return "%d.%d s".formatted(time.toSeconds(), time.toMillisPart() / 100);
    }
}
