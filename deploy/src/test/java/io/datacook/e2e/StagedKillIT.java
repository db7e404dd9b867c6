package io.datacook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// PostgreSQL to Parquet files, with the writer dying before, at and after the commit point: the files, read back, hold
/// every row once.
class StagedKillIT {
    private static final String TITLE = "The writer of Parquet files dies";
    private static final String COLUMNS = "| when | store | layout | differences | loaded after |";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int ORDERS = 20_000;

    /// Where the writer dies, and what that is in words.
    private static final Map<String, String> POINTS = Map.of(
            "BEFORE_PREPARE", "files written, nothing committed",
            "AFTER_STATE_COMMIT", "committed, nothing published",
            "AFTER_PUBLISH", "published, nobody told");

    static Stream<Arguments> cells() {
        if (!Scope.isWhole()) {
            return Stream.of(Arguments.of("AFTER_STATE_COMMIT", Store.BUCKET, Layout.PROCESS));
        }
        return POINTS.keySet().stream()
                .sorted()
                .flatMap(point -> Arrays.stream(Store.values())
                        .flatMap(store ->
                                Arrays.stream(Layout.values()).map(layout -> Arguments.of(point, store, layout))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void filesHoldEveryRowOnce(String point, Store store, Layout layout) {
        String name = "staged-" + point.toLowerCase(Locale.ROOT).replace('_', '-') + "-"
                + store.name().toLowerCase(Locale.ROOT) + "-" + layout.name().toLowerCase(Locale.ROOT);
        Images.chosen().require(Cluster.require());
        try (Space space = Space.open(Cluster.require(), name)) {
            Loads.orders(space.sql(), ORDERS);
            space.apply("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: { name: faults }
                    data: { writer: "%s" }
                    """.formatted(point));
            store.prepare(space);
            space.apply(store.load(layout, Images.chosen()));
            long begin = new Strike(space).at(Failure.WRITER_BEFORE_COMMIT);
            space.succeeded("orders", LIMIT);
            Duration recovery = Duration.ofNanos(System.nanoTime() - begin);
            space.apply(store.back());
            space.succeeded("back", LIMIT);
            long differences = Loads.differences(space.sql());

            Report.table(TITLE, COLUMNS);
            Report.line("| %s | %s | %s | %d | %.1f s |"
                    .formatted(
                            POINTS.getOrDefault(point, point),
                            store.text(),
                            layout.text(),
                            differences,
                            LayoutsIT.seconds(recovery)));
            assertThat(differences).isZero();
            space.passed();
        }
    }
}
