package io.datacook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.e2e.Endings.Ending;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Recipes that never end, with rows coming all the time: what is inserted arrives, each row once, whoever dies, and
/// whether the stream is suspended or made anew meanwhile. Times are reported, never asserted.
class StreamingIT {
    private static final String TITLE = "Streams";
    private static final String COLUMNS = "| what happens | layout | rows | rows arrive again after | longest pause |";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int DRAINED = 75;

    private static final Set<Failure> FAILURES = EnumSet.of(
            Failure.EXTRACTOR_KILLED,
            Failure.TRANSFORM_KILLED,
            Failure.WRITER_KILLED,
            Failure.EVICTED,
            Failure.NODE_LOST,
            Failure.STAGES_CUT,
            Failure.STATE_SERVICE_KILLED,
            Failure.DATABASE_KILLED);

    static Stream<Layout> layouts() {
        return Scope.isWhole() ? Arrays.stream(Layout.values()) : Stream.of(Layout.SPLIT);
    }

    static Stream<Arguments> failures() {
        return (Scope.isWhole() ? FAILURES : Set.of(Failure.WRITER_KILLED))
                .stream()
                        .flatMap(failure -> layouts()
                                .filter(layout -> failure.layouts().contains(layout) && Scope.isNamed(failure, layout))
                                .map(layout -> Arguments.of(failure, layout)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("failures")
    void whoeverDiesRowsArriveOnce(Failure failure, Layout layout) {
        Strike.prepare(Cluster.require(), failure);
        try (Space space = open(failure.name(), layout)) {
            Duration again;
            Duration pause;
            try (Repetition rows = Streams.feed(space.sql().another())) {
                space.apply(Streams.toPostgres(layout));
                awaitMore(space, 500);
                try (Pulse pulse = Pulse.of(space.sql().another(), "arrived", Long.MAX_VALUE)) {
                    long begin = new Strike(space).at(failure);
                    awaitMore(space, 1);
                    again = Duration.ofNanos(System.nanoTime() - begin);
                    awaitBacklog(space);
                    pause = pulse.longestPause();
                }
            }
            awaitAll(space);
            suspend(space);

            check(space, failure.text(), layout, "%.1f s".formatted(LayoutsIT.seconds(again)), pause);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aSuspendedStreamDrainsAndGoesOnWhereItStopped(Layout layout) {
        try (Space space = open("suspended", layout);
                Repetition rows = Streams.feed(space.sql().another());
                Endings endings = Endings.of(space)) {
            space.apply(Streams.toPostgres(layout));
            awaitMore(space, 500);
            GenericKubernetesResource run = run(space, null);

            Duration drained = suspend(space);
            String atRest = Streams.wrong(space.sql());
            List<Ending> ends = endings.seen();
            long begin = System.nanoTime();
            space.patch("events", "{\"spec\":{\"suspend\":false}}");
            awaitMore(space, 1);
            Duration again = Duration.ofNanos(System.nanoTime() - begin);
            awaitBacklog(space);
            rows.close();
            awaitAll(space);
            GenericKubernetesResource same = run(space, null);
            Kubectl.showDatacook(space.name());
            suspend(space);

            assertThat(atRest).as("what had arrived when the pods were gone").isEmpty();
            assertThat(ends).as("who ended, in order").hasSize(containers(layout));
            assertThat(ends).extracting(Ending::exitCode).containsOnly(DRAINED);
            assertThat(ends.getFirst().stage()).isEqualTo("writer");
            assertThat(same.getMetadata().getName()).isEqualTo(run.getMetadata().getName());
            String took = "drained in %.1f s, rows again %.1f s after it was resumed"
                    .formatted(LayoutsIT.seconds(drained), LayoutsIT.seconds(again));
            check(space, "suspended and resumed", layout, took, null);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void anUpgradedStreamDrainsByACutAndGoesOn(Layout layout) {
        try (Space space = open("upgraded", layout);
                Repetition rows = Streams.feed(space.sql().another());
                Endings endings = Endings.of(space)) {
            space.apply(Streams.toPostgres(layout));
            awaitMore(space, 500);
            Duration pause;
            String first = run(space, null).getMetadata().getName();
            String third;
            try (Pulse pulse = Pulse.of(space.sql().another(), "arrived", Long.MAX_VALUE)) {
                space.patch("events", "{\"spec\":{\"restartNonce\":7}}");
                String second = run(space, first).getMetadata().getName();
                awaitMore(space, 500);
                space.patch("events", """
                        {"spec":{"execution":{"podTemplate":{"metadata":{"annotations":{"example.com/upgrade":"2"}}}}}}
                        """);
                third = run(space, second).getMetadata().getName();
                awaitMore(space, 500);
                if (layout != Layout.PROCESS) {
                    Kubectl.run("-n", space.name(), "scale", "recipe/events", "--replicas=2");
                    run(space, third);
                    awaitMore(space, 500);
                }
                awaitBacklog(space);
                pause = pulse.longestPause();
            }
            rows.close();
            awaitAll(space);
            int before = endings.seen().size();
            List<String> annotations = space.pods("writer").stream()
                    .map(pod -> pod.getMetadata().getAnnotations().get("example.com/upgrade"))
                    .toList();
            suspend(space);

            int lanes = layout == Layout.PROCESS ? 1 : 2;
            assertThat(third).isNotEqualTo(first);
            assertThat(annotations).hasSize(lanes).containsOnly("2");
            assertThat(before)
                    .as("containers that ended while it was made anew")
                    .isEqualTo((lanes + 1) * containers(layout));
            assertThat(endings.seen()).extracting(Ending::exitCode).containsOnly(DRAINED);
            String what = layout == Layout.PROCESS ? "made anew twice" : "made anew twice, then scaled to two lanes";
            check(space, what, layout, "–", pause);
        }
    }

    /// As a new version of the operator does it, which brings new images: all stages at once, and the same run.
    @ParameterizedTest
    @MethodSource("layouts")
    void aStreamWhosePodsAreRolledGoesOn(Layout layout) {
        try (Space space = open("rolled", layout);
                Repetition rows = Streams.feed(space.sql().another());
                Endings endings = Endings.of(space)) {
            space.apply(Streams.toPostgres(layout));
            awaitMore(space, 500);
            String run = run(space, null).getMetadata().getName();
            Duration pause;
            try (Pulse pulse = Pulse.of(space.sql().another(), "arrived", Long.MAX_VALUE)) {
                Kubectl.run("-n", space.name(), "rollout", "restart", "statefulset");
                Patience.until(
                        () -> "all pods are new; " + Diagnosis.of(space),
                        LIMIT,
                        () -> endings.seen().size() == containers(layout));
                awaitMore(space, 500);
                awaitBacklog(space);
                pause = pulse.longestPause();
            }
            rows.close();
            awaitAll(space);
            String same = run(space, null).getMetadata().getName();
            suspend(space);

            assertThat(same).isEqualTo(run);
            assertThat(endings.seen()).extracting(Ending::exitCode).containsOnly(DRAINED);
            check(space, "all pods rolled at once", layout, "–", pause);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aStreamWritesFiles(Layout layout) {
        try (Space space = Space.open(Cluster.require(), name("files", layout))) {
            Streams.tables(space.sql());
            try (Repetition rows = Streams.feed(space.sql().another())) {
                space.apply(Streams.toParquet(layout));
                awaitRows(space, Streams.BACKLOG + 200L);
            }
            awaitRows(space, space.sql().number("SELECT count(*) FROM events"));
            suspend(space);
            space.apply(Streams.back());
            space.succeeded("back", LIMIT);

            check(space, "files written on a volume", layout, "–", null);
        }
    }

    private static Space open(String title, Layout layout) {
        Space space = Space.open(Cluster.require(), name(title, layout));
        Streams.tables(space.sql());
        Streams.dawdle(space.sql());
        return space;
    }

    private static String name(String title, Layout layout) {
        return "stream-%s-%s".formatted(title, layout).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int containers(Layout layout) {
        return layout == Layout.PROCESS ? 1 : 3;
    }

    /// Waits until that many more rows have arrived.
    private static void awaitMore(Space space, long more) {
        long before = Streams.arrived(space.sql());
        Patience.until(
                () -> "%d more rows than %d; %s".formatted(more, before, Diagnosis.of(space)),
                LIMIT,
                () -> Streams.arrived(space.sql()) >= before + more);
    }

    /// Waits until the stream has caught up with what is inserted, as far as one can.
    private static void awaitBacklog(Space space) {
        Patience.until(
                () -> "the backlog has arrived; " + Diagnosis.of(space),
                LIMIT,
                () -> Streams.arrived(space.sql()) >= Streams.BACKLOG);
    }

    /// Waits until all rows are there, once no more come.
    private static void awaitAll(Space space) {
        long all = space.sql().number("SELECT count(*) FROM events");
        Patience.until(
                () -> "all %d rows; %s".formatted(all, Diagnosis.of(space)),
                LIMIT,
                () -> Streams.arrived(space.sql()) >= all);
    }

    /// Waits until the run says that so many rows are committed.
    private static void awaitRows(Space space, long rows) {
        Patience.until(() -> "%d rows; %s".formatted(rows, Diagnosis.of(space)), LIMIT, () -> {
            GenericKubernetesResource run = space.run("events");
            Number written = run == null ? null : run.get("status", "totals", "rowsWritten");
            return written != null && written.longValue() >= rows;
        });
    }

    /// The newest run, when it is another one.
    private static GenericKubernetesResource run(Space space, @Nullable String before) {
        GenericKubernetesResource[] newest = new GenericKubernetesResource[1];
        Patience.until(() -> "a run after " + before + "; " + Diagnosis.of(space), LIMIT, () -> {
            GenericKubernetesResource run = space.run("events");
            if (run == null || run.getMetadata().getName().equals(before)) {
                return false;
            }
            newest[0] = run;
            return true;
        });
        return newest[0];
    }

    /// Suspends the recipe, waits until its pods are gone, and tells how long that took.
    private static Duration suspend(Space space) {
        space.patch("events", "{\"spec\":{\"suspend\":true}}");
        return Patience.until(
                () -> "the stream rests; " + Diagnosis.of(space),
                LIMIT,
                () -> "Suspended"
                                .equals(space.recipeCondition("events", "Suspended")
                                        .get("reason"))
                        && Stream.of("extractor", "transform", "writer")
                                .allMatch(stage -> space.pods(stage).isEmpty()));
    }

    private static void check(Space space, String what, Layout layout, String again, @Nullable Duration pause) {
        String wrong = Streams.wrong(space.sql());
        long rows = Streams.arrived(space.sql());
        String seen = wrong.isEmpty() ? "all %,d, each once".formatted(rows) : "**" + wrong + "**";
        Report.table(TITLE, COLUMNS);
        Report.line("| %s | %s | %s | %s | %s |"
                .formatted(
                        what,
                        layout.text(),
                        seen,
                        again,
                        pause == null ? "–" : "%.1f s".formatted(LayoutsIT.seconds(pause))));
        assertThat(wrong).isEmpty();
        assertThat(rows).isEqualTo(space.sql().number("SELECT count(*) FROM events"));
        space.passed();
    }
}
