package io.datacook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Loads in all three layouts, by Java and, where somebody built them, by native executables; with what
/// `kubectl get datacook` shows, and the time from apply to the first committed row. Times are reported, never
/// asserted.
class LayoutsIT {
    private static final String TITLE = "Loads in all layouts";
    private static final String COLUMNS =
            "| load | layout | images | first committed row after apply | whole load | rows |";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int ORDERS = 100_000;

    static Stream<Arguments> cells() {
        return Arrays.stream(Images.values())
                .flatMap(images -> Arrays.stream(Layout.values()).map(layout -> Arguments.of(layout, images)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void loadsFilesIntoPostgres(Layout layout, Images images) {
        images.require(Cluster.require());
        try (Space space = Space.open(Cluster.require(), name("csv", layout, images))) {
            Loads.target(space.sql(), Duration.ZERO);
            space.sql().number("SELECT count(*) FROM items"); // the connection is open before the clock starts
            Loads.items(space);

            long begin = System.nanoTime();
            space.apply(Loads.csvToPostgres(layout, images));
            Duration first = Patience.until(
                    () -> "a first committed row; " + Diagnosis.of(space),
                    LIMIT,
                    () -> space.sql().number("SELECT count(*) FROM items") > 0);
            space.succeeded("items", LIMIT);
            Duration whole = Duration.ofNanos(System.nanoTime() - begin);

            assertThat(Loads.missing(space.sql())).isEmpty();
            Report.table(TITLE, COLUMNS);
            Report.line("| CSV → PostgreSQL | %s | %s | %.1f s | %.1f s | %,d |"
                    .formatted(layout.text(), images.runtime(), seconds(first), seconds(whole), Loads.ROWS));
            Kubectl.showDatacook(space.name());
            space.passed();
        }
    }

    @ParameterizedTest
    @MethodSource
    void loadsPostgresIntoParquet(Store store, Layout layout, Images images) {
        images.require(Cluster.require());
        try (Space space = Space.open(Cluster.require(), name(store.name(), layout, images))) {
            Loads.orders(space.sql(), ORDERS);
            store.prepare(space);

            long begin = System.nanoTime();
            space.apply(store.load(layout, images));
            space.succeeded("orders", LIMIT);
            Duration whole = Duration.ofNanos(System.nanoTime() - begin);
            space.apply(store.back());
            space.succeeded("back", LIMIT);

            assertThat(Loads.differences(space.sql())).isZero();
            Report.table(TITLE, COLUMNS);
            Report.line("| PostgreSQL → Parquet on a %s | %s | %s | not looked at | %.1f s | %,d |"
                    .formatted(store.text(), layout.text(), images.runtime(), seconds(whole), ORDERS));
            space.passed();
        }
    }

    static Stream<Arguments> loadsPostgresIntoParquet() {
        return Arrays.stream(Store.values())
                .flatMap(store -> cells().map(cell -> Arguments.of(store, cell.get()[0], cell.get()[1])));
    }

    private static String name(String title, Layout layout, Images images) {
        return "%s-%s-%s".formatted(title, layout, images).toLowerCase(Locale.ROOT);
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
