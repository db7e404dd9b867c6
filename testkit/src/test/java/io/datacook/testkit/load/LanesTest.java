package io.datacook.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.DestinationFeature;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.WriteMode;
import io.datacook.engine.load.SplitTask;
import io.datacook.engine.load.WindowLoad;
import io.datacook.engine.load.WindowResult;
import io.datacook.testkit.MemoryDestination;
import io.datacook.testkit.load.FlakyState.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Several processes of one run share a window: lane 0 opens and finishes it, each lane takes its own splits.
class LanesTest {
    private final Bench bench = new Bench(10, 9, 8, 7, 6);

    @AfterEach
    void nothingLeaks() {
        bench.close();
    }

    static List<Set<DestinationFeature>> classes() {
        return List.of(MemoryDestination.STAGED, MemoryDestination.TRANSACTIONAL);
    }

    @ParameterizedTest
    @MethodSource("classes")
    void lanesTakeEachTheirOwnSplitsAndLaneZeroFinishes(Set<DestinationFeature> features) {
        bench.features = features;
        try (WindowLoad first = lane(0);
                WindowLoad second = lane(1)) {
            assertThat(second.id()).isEqualTo(first.id());

            List<String> bySecond = loadAll(second);
            assertThat(second.awaitRead()).isTrue();
            List<String> byFirst = loadAll(first);

            assertThat(byFirst).containsExactly("s0", "s2", "s4");
            assertThat(bySecond).containsExactly("s1", "s3");
            assertThat(first.awaitRead()).isTrue();
            WindowResult result = first.finish();
            assertThat(result.rows()).isEqualTo(40);
        }
        assertThat(bench.visible()).isEqualTo(bench.expected());
        assertThat(bench.lane("run", 1, 2))
                .as("a lane that comes when all is done")
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("classes")
    void aReplacedLaneZeroTakesOverAtOnceAndTheOthersJoinAgain(Set<DestinationFeature> features) {
        bench.features = features;
        bench.mode = new WriteMode.Replace();
        WindowLoad lost = lane(0);
        WindowLoad second = lane(1);
        SplitTask lostTask = Objects.requireNonNull(lost.next());
        SplitTask task = Objects.requireNonNull(second.next());

        try (WindowLoad first = lane(0)) {
            assertThat(first.id()).isEqualTo(lost.id());
            assertFenced(() -> load(lost, lostTask));
            assertFenced(() -> load(second, task));
            assertFenced(second::next);

            try (WindowLoad again = lane(1)) {
                loadAll(again);
                assertThat(again.awaitRead()).isTrue();
                loadAll(first);
                assertThat(first.awaitRead()).isTrue();
                first.finish();
            }
        } finally {
            second.close();
            lost.close();
        }
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    @Test
    void laneZeroWaitsForTheOthersAndALaneIsReplaced() {
        WindowLoad first = lane(0);
        loadAll(first);
        bench.stop = () -> true;
        try (WindowLoad stopped = lane(0)) {
            assertThat(stopped.awaitRead())
                    .as("the other lane's splits are missing")
                    .isFalse();
        }
        bench.stop = () -> false;
        first.close();

        try (WindowLoad again = lane(0)) {
            WindowLoad killed = lane(1);
            load(killed, Objects.requireNonNull(killed.next()));
            SplitTask half = Objects.requireNonNull(killed.next());
            try (WindowLoad replaced = lane(1)) {
                loadAll(replaced);
                assertThat(replaced.awaitRead()).isTrue();
                assertFenced(() -> load(killed, half));
            }
            assertThat(again.awaitRead()).isTrue();
            again.finish();
            killed.close();
        }
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"LOST_REPLY", "LOST_REQUEST"})
    void aLaneAndItsReplacementNeverHoldASplitUnderOneFence(Way way) {
        StateBackend sound = bench.state;
        List<SplitTask> leased = new ArrayList<>();
        try (WindowLoad first = lane(0);
                WindowLoad replacement = lane(1)) {
            // Given a lane whose request got no answer while its replacement asked for the very same document
            bench.state = new FlakyState(sound, way, 1, () -> leased.add(Objects.requireNonNull(replacement.next())));
            try (WindowLoad replaced = lane(1)) {
                // When it finds out what became of its request
                SplitTask task = Objects.requireNonNull(replaced.next());

                // Then it does not take the replacement's lease for its own
                SplitTask other = leased.getFirst();
                assertThat(task.split()).isEqualTo(other.split());
                assertThat(task.fence()).isGreaterThan(other.fence());
                assertFenced(() -> load(replacement, other));
                load(replaced, task);
                loadAll(replaced);
                assertThat(replaced.awaitRead()).isTrue();
            }
            loadAll(first);
            assertThat(first.awaitRead()).isTrue();
            first.finish();
        }
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    private WindowLoad lane(int number) {
        return Objects.requireNonNull(bench.lane("run", number, 2));
    }

    private List<String> loadAll(WindowLoad window) {
        List<String> splits = new ArrayList<>();
        for (@Nullable SplitTask task = window.next(); task != null; task = window.next()) {
            load(window, task);
            splits.add(task.split().id());
        }
        return splits;
    }

    private void load(WindowLoad window, SplitTask task) {
        Bench.Rows rows = bench.rows(task);
        window.load(task, rows, rows::cursorMax);
    }

    private static void assertFenced(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOf(DatacookException.class)
                .extracting(failure -> ((DatacookException) failure).code())
                .isEqualTo(ErrorCode.FENCED);
    }
}
