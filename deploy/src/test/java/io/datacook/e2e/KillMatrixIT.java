package io.datacook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every failure of the table in every layout, with a load in flight: rows and seconds. The seconds count until rows
/// are committed again after the failed part runs again, and beside them stands the longest time without a commit, from
/// before the failure until the end; `DATACOOK_E2E_BOUND_FACTOR` widens the bounds on machines that start pods slowly.
class KillMatrixIT {
    private static final String TITLE = "Failures";
    private static final String COLUMNS = "| failure | layout | rows | committed again after | bound | longest pause |";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final double FACTOR =
            Double.parseDouble(System.getenv().getOrDefault("DATACOOK_E2E_BOUND_FACTOR", "1"));

    static Stream<Arguments> cells() {
        return Arrays.stream(Failure.values())
                .flatMap(failure -> failure.layouts().stream()
                        .filter(layout -> Scope.has(failure, layout))
                        .map(layout -> Arguments.of(failure, layout)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cells")
    void everyRowArrivesOnceAndSoon(Failure failure, Layout layout) {
        String name = failure.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-"
                + layout.name().toLowerCase(Locale.ROOT);
        Images.chosen().require(Cluster.require());
        Strike.prepare(Cluster.require(), failure);
        try (Space space = Space.open(Cluster.require(), name)) {
            Loads.target(space.sql(), pause(failure));
            Loads.items(space);
            if (!failure.fault().isEmpty()) {
                space.apply("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: { name: faults }
                        data: { writer: "%s" }
                        """.formatted(failure.fault()));
            }
            space.apply(Loads.csvToPostgres(layout));
            if (failure.fault().isEmpty()) {
                Patience.until(
                        () -> "rows before the failure; " + Diagnosis.of(space), LIMIT, () -> committed(space) >= 500);
            }
            Duration recovery;
            Duration pause;
            try (Pulse pulse = Pulse.of(space.sql().another(), "items", Loads.ROWS)) {
                long begin = new Strike(space).at(failure);
                long seen = committed(space);
                Patience.until(
                        () -> "rows after the failure; " + Diagnosis.of(space),
                        LIMIT,
                        () -> committed(space) > seen || seen >= Loads.ROWS);
                recovery = Duration.ofNanos(System.nanoTime() - begin);
                space.succeeded("items", LIMIT);
                pause = pulse.longestPause();
            }
            String missing = Loads.missing(space.sql());

            Report.table(TITLE, COLUMNS);
            Report.line("| %s | %s | %s | %.1f s | %d s | %.1f s |"
                    .formatted(
                            failure.text(),
                            layout.text(),
                            missing.isEmpty() ? "all, each once" : "**" + missing + "**",
                            LayoutsIT.seconds(recovery),
                            failure.bound(layout).toSeconds(),
                            LayoutsIT.seconds(pause)));
            assertThat(missing).isEmpty();
            assertThat(LayoutsIT.seconds(recovery))
                    .as("seconds until rows are committed again")
                    .isLessThanOrEqualTo(failure.bound(layout).toSeconds() * FACTOR);
            space.passed();
        }
    }

    private static long committed(Space space) {
        return space.sql().number("SELECT count(*) FROM items");
    }

    /// Long enough that the load is not over when the failed part is back.
    private static Duration pause(Failure failure) {
        int millis = failure.victims().isEmpty() ? 3 : 10;
        return Duration.ofMillis(failure == Failure.NODE_LOST ? 15 : millis);
    }
}
