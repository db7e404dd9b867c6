package io.datacook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Operator and state service are replaced, pod by pod, while a load is in flight.
class UpgradeIT {
    private static final String TITLE = "Upgrade with a load in flight";
    private static final String COLUMNS = "| layout | rows | pods of the load replaced |";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    static Stream<Layout> layouts() {
        return Scope.isWhole() ? Arrays.stream(Layout.values()) : Stream.of(Layout.SPLIT);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aLoadInFlightDoesNotNotice(Layout layout) {
        Cluster cluster = Cluster.require();
        Images.chosen().require(cluster);
        try (Space space = Space.open(cluster, "upgrade-" + layout.name().toLowerCase(Locale.ROOT))) {
            Loads.target(space.sql(), Duration.ofMillis(8));
            Loads.items(space);
            space.apply(Loads.csvToPostgres(layout));
            Patience.until(
                    () -> "rows before the upgrade; " + Diagnosis.of(space),
                    LIMIT,
                    () -> space.sql().number("SELECT count(*) FROM items") >= 500);
            Set<String> before = uids(space);
            Set<String> old = uids(cluster.pods(Cluster.SYSTEM, Cluster.STATE));

            for (String deployment : List.of("datacook-state", "datacook-operator")) {
                cluster.client()
                        .apps()
                        .deployments()
                        .inNamespace(Cluster.SYSTEM)
                        .withName(deployment)
                        .rolling()
                        .restart();
            }
            Patience.until(
                    "new state services",
                    LIMIT,
                    () -> uids(cluster.pods(Cluster.SYSTEM, Cluster.STATE)).stream()
                            .noneMatch(old::contains));
            cluster.waitForSystem();
            Set<String> replaced = new HashSet<>(uids(space));
            replaced.removeAll(before);
            space.succeeded("items", LIMIT);
            String missing = Loads.missing(space.sql());

            Report.table(TITLE, COLUMNS);
            Report.line("| %s | %s | %d |"
                    .formatted(layout.text(), missing.isEmpty() ? "all, each once" : missing, replaced.size()));
            assertThat(missing).isEmpty();
            assertThat(replaced).isEmpty();
            space.passed();
        }
    }

    private static Set<String> uids(Space space) {
        return uids(space.pods("writer"));
    }

    private static Set<String> uids(List<Pod> pods) {
        Set<String> uids = new HashSet<>();
        pods.forEach(pod -> uids.add(pod.getMetadata().getUid()));
        return uids;
    }
}
