package io.datacook.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import io.datacook.api.WriteMode;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.Owner;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.load.CheckpointPolicy;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.FaultPoint;
import io.datacook.engine.load.LoadListener;
import io.datacook.engine.load.SplitResult;
import io.datacook.engine.load.SplitTask;
import io.datacook.engine.load.StreamStates;
import io.datacook.engine.load.WindowLoad;
import io.datacook.engine.load.WindowResult;
import io.datacook.testkit.Killed;
import io.datacook.testkit.MemoryDestination;
import io.datacook.testkit.load.FlakyState.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowLoadTest {
    private Bench bench = new Bench(5, 0, 3);

    @AfterEach
    void freesEveryBuffer() {
        bench.close();
    }

    private static DatacookException failureOf(Runnable action) {
        try {
            action.run();
        } catch (DatacookException failed) {
            return failed;
        }
        throw new AssertionError("it should have failed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void loadsEverySplitAndClosesTheWindow(boolean staged) {
        bench.features = staged ? MemoryDestination.STAGED : MemoryDestination.TRANSACTIONAL;
        bench.run("run1");

        assertThat(bench.visible()).isEqualTo(bench.expected());
        assertThat(bench.stored().window()).isNull();
        assertThat(bench.stored().lease()).isNull();
        assertThat(bench.stored().totals().rows()).isEqualTo(8);
        assertThat(bench.acknowledged).containsExactly("0@4", "0@5", "1@start", "2@3");
        assertThat(bench.table.stagedFiles()).isEmpty();
        assertThat(bench.ticks).isEmpty();
    }

    @Test
    void loadsSplitsInParallelLanes() throws Exception {
        bench.close();
        bench = new Bench(7, 7, 7, 7, 7, 7, 7, 7);
        List<SplitResult> results = new ArrayList<>();
        try (WindowLoad window = bench.open("run1");
                ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SplitResult>> running = new ArrayList<>();
            for (SplitTask task = window.next(); task != null; task = window.next()) {
                SplitTask mine = task;
                running.add(lanes.submit(() -> window.load(mine, bench.rows(mine), () -> null)));
            }
            for (Future<SplitResult> one : running) {
                results.add(one.get());
            }
            assertThat(window.isRead()).isTrue();
            WindowResult result = window.finish();
            assertThat(result.rows()).isEqualTo(56);
        }
        assertThat(results).allMatch(result -> result.rows() == 7 && result.epochs() == 2 && result.files() == 2);
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    @Test
    void cutsEpochsByRowsBytesAndTimeOnlyWhereABatchHasAPosition() {
        bench.close();
        bench = new Bench(9);
        bench.policy = new CheckpointPolicy(2, Long.MAX_VALUE, Duration.ofHours(1));
        bench.unpositioned = id -> id == 3 || id == 5;
        bench.run("rows");
        assertThat(bench.acknowledged).containsExactly("0@2", "0@8", "0@9");

        bench.acknowledged.clear();
        bench.unpositioned = id -> false;
        bench.policy = new CheckpointPolicy(Long.MAX_VALUE, 1, Duration.ofHours(1));
        bench.run("bytes");
        assertThat(bench.acknowledged).hasSize(6);

        bench.acknowledged.clear();
        bench.policy = new CheckpointPolicy(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofSeconds(10));
        bench.listener = new LoadListener() {
            @Override
            public void batchWritten(String split, long rows, long bytes, Duration took) {
                bench.now = bench.now.plusSeconds(5);
            }
        };
        bench.run("time");
        assertThat(bench.acknowledged).containsExactly("0@4", "0@8", "0@9");
    }

    @ParameterizedTest
    @EnumSource(FaultPoint.class)
    void continuesAfterAKillWithDeadLettersExactlyOnce(FaultPoint point) {
        for (boolean staged : List.of(true, false)) {
            try (Bench killed = new Bench(5, 3)) {
                killed.features = staged ? MemoryDestination.STAGED : MemoryDestination.TRANSACTIONAL;
                killed.dead = owner -> true;
                killed.policy = new CheckpointPolicy(1, Long.MAX_VALUE, Duration.ofHours(1));
                killed.refused = id -> id % 2 == 1;
                killed.faults = FaultHook.at(point + ":2", () -> {
                    throw new Killed(point.name());
                });
                try {
                    killed.run("killed");
                } catch (Killed here) {
                    assertThat(here).hasMessageContaining(point.name());
                }
                killed.faults = FaultHook.NONE;
                if (killed.stored().totals().windows() == 0) {
                    killed.run("next");
                }
                assertThat(killed.visible()).containsExactly(0L, 2L, 4L, 100L, 102L);
                assertThat(killed.rejects.places()).containsExactly("row 1", "row 101", "row 3");
                assertThat(killed.stored().totals().rejects()).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void survivesAStateThatFailsAtAnyChange(Way way) {
        boolean reached = true;
        for (int change = 1; reached; change++) {
            try (Bench flaky = new Bench(5, 3)) {
                FlakyState state = new FlakyState(flaky.state, way, change);
                flaky.state = state;
                flaky.run("run1");
                assertThat(flaky.visible()).isEqualTo(flaky.expected());
                assertThat(flaky.stored().lease()).isNull();
                reached = state.hasFailed();
            }
        }
    }

    @Test
    void movesTheCursorToTheBoundOfTheWindow() {
        bench.range = new CursorRange("id", null, "999");
        bench.run("run1");
        assertThat(bench.stored().cursor()).isEqualTo(new Cursor("id", "999"));
    }

    @Test
    void movesTheCursorToTheLargestValueReadWhereThereIsNoBound() {
        bench.range = new CursorRange("id", null, null);
        bench.run("run1");
        assertThat(bench.stored().cursor()).isEqualTo(new Cursor("id", "202"));

        bench.close();
        bench = new Bench(0);
        bench.range = new CursorRange("id", "7", null);
        bench.run("run2");
        assertThat(bench.stored().cursor()).isEqualTo(new Cursor("id", "7"));
    }

    @Test
    void aSecondRunIsToldWhoHoldsTheStream() {
        try (WindowLoad holder = bench.open("first")) {
            assertThat(holder.isResumed()).isFalse();
            DatacookException locked = failureOf(() -> bench.open("second"));
            assertThat(locked.code()).isEqualTo(ErrorCode.STATE_LOCKED);
            assertThat(locked)
                    .hasMessageContaining("run first (process 1 on host)")
                    .hasMessageContaining("2026-11-21T08:00:00Z")
                    .hasMessageContaining("datacook state unlock");
        }
        bench.run("third");
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    @Test
    void aSecondRunWaitsForTheLeaseToRunOut() {
        WindowLoad holder = bench.open("first");
        bench.lockWait = Duration.ofMinutes(2);
        bench.run("second");
        assertThat(bench.visible()).isEqualTo(bench.expected());
        assertThat(failureOf(holder::next).code()).isEqualTo(ErrorCode.FENCED);
        holder.close();
    }

    @Test
    void renewsItsLeaseAndNoticesWhenItIsLost() {
        try (WindowLoad holder = bench.open("first")) {
            // Given
            bench.now = bench.now.plusSeconds(40);
            bench.ticks.getFirst().run();
            assertThat(Objects.requireNonNull(bench.stored().lease()).expiresAt())
                    .isEqualTo(bench.now.plus(Bench.LEASE));
            SplitTask task = Objects.requireNonNull(holder.next());
            // When
            StreamStates.unlock(bench.state, Bench.KEY);
            bench.now = bench.now.plusSeconds(20);
            bench.ticks.getFirst().run();
            // Then
            DatacookException lost = failureOf(() -> holder.load(task, bench.rows(task), () -> null));
            assertThat(lost.code()).isEqualTo(ErrorCode.FENCED);
            assertThat(bench.ticks).isEmpty();
        }
    }

    @Test
    void anOvertakenLaneCommitsNothing() {
        for (boolean staged : List.of(true, false)) {
            try (Bench race = new Bench(5)) {
                race.features = staged ? MemoryDestination.STAGED : MemoryDestination.TRANSACTIONAL;
                race.dead = owner -> true;
                WindowLoad old = race.open("old");
                SplitTask task = Objects.requireNonNull(old.next());
                race.run("young");
                assertThat(failureOf(() -> old.load(task, race.rows(task), () -> null))
                                .code())
                        .isEqualTo(ErrorCode.FENCED);
                old.close();
                assertThat(race.visible()).isEqualTo(race.expected());
            }
        }
    }

    @Test
    void stopsBetweenBatchesAndCommitsWhatItMay() {
        List<EpochId> epochs = new ArrayList<>();
        bench.listener = new LoadListener() {
            @Override
            public void epochCommitted(EpochId epoch, EpochFacts facts) {
                epochs.add(epoch);
            }
        };
        bench.stop = () -> !epochs.isEmpty();
        bench.run("stopped");
        assertThat(bench.visible()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(bench.stored().lease()).isNull();
        bench.stop = () -> false;
        bench.run("next");
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    @Test
    void aStopDiscardsRowsThatCannotEndAnEpoch() {
        boolean[] asked = {false};
        bench.unpositioned = id -> true;
        bench.stop = () -> asked[0];
        bench.faults = FaultHook.at("BATCH_WRITTEN", () -> asked[0] = true);
        bench.run("stopped");
        assertThat(bench.visible()).isEmpty();
        asked[0] = false;
        bench.run("next");
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    @Test
    void enforcesTheBudgetOfRejectedRowsOverSplitsAndRestarts() {
        bench.refused = id -> id == 1 || id == 101 || id == 201;
        bench.rejectsMax = 1;
        DatacookException first = failureOf(() -> bench.run("first"));
        assertThat(first.code()).isEqualTo(ErrorCode.DATA_INVALID);
        assertThat(first.describe()).contains("2 rows").contains("allows 1").contains("row 201");
        assertThat(failureOf(() -> bench.run("again")).code()).isEqualTo(ErrorCode.DATA_INVALID);
        bench.rejectsMax = 2;
        bench.run("raised");
        assertThat(bench.rejects.places()).containsExactly("row 1", "row 201");
    }

    @Test
    void asksTheDestinationWhenACommitsOutcomeIsUnknown() {
        bench.features = MemoryDestination.TRANSACTIONAL;
        bench.table.loseNextReply();
        DatacookException unknown = failureOf(() -> bench.run("first"));
        assertThat(unknown.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        SplitState doubted =
                Objects.requireNonNull(bench.stored().window()).splits().getFirst();
        assertThat(doubted.inDoubt()).isEqualTo(1);
        assertThat(doubted.epoch()).isZero();
        bench.run("next");
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    @Test
    void refusesADestinationThatForgotItsCommits() {
        bench.features = MemoryDestination.TRANSACTIONAL;
        bench.faults = FaultHook.at("AFTER_ACKNOWLEDGE", () -> {
            throw new DatacookException(ErrorCode.SOURCE_UNREACHABLE, "gone");
        });
        failureOf(() -> bench.run("first"));
        bench.faults = FaultHook.NONE;
        bench.features = MemoryDestination.TRANSACTIONAL;
        try (Bench restored = new Bench(5)) {
            restored.features = bench.features;
            restored.state = bench.state;
            DatacookException failure = failureOf(() -> restored.run("next"));
            assertThat(failure.code()).isEqualTo(ErrorCode.STATE_INVALID);
            assertThat(failure).hasMessageContaining("state reset");
        }
    }

    @Test
    void replacesAllRowsAtTheEndOfTheWindow() {
        bench.mode = new WriteMode.Replace();
        bench.run("first");
        assertThat(bench.visible()).isEqualTo(bench.expected());
        bench.faults = FaultHook.at("AFTER_FINISHING", () -> {
            assertThat(bench.visible()).isEqualTo(bench.expected());
        });
        bench.run("second");
        assertThat(bench.visible()).isEqualTo(bench.expected());
    }

    @Test
    void aResetLetsTheNextRunLoadAfresh() {
        bench.range = new CursorRange("id", null, "9");
        bench.run("first");
        StreamStates.reset(bench.state, Bench.KEY, new Owner("host", 99, 0, "reset"), bench.clock);
        assertThat(bench.stored().cursor()).isNull();
        assertThat(bench.stored().totals().windows()).isZero();
        assertThat(bench.stored().lease()).isNull();
        bench.run("second");
        assertThat(bench.visible()).hasSize(16);
    }

    @Test
    void aResetIsRefusedWhileARunHoldsTheStream() {
        try (WindowLoad holder = bench.open("first")) {
            assertThat(holder.splitCount()).isEqualTo(3);
            assertThatThrownBy(() ->
                            StreamStates.reset(bench.state, Bench.KEY, new Owner("host", 99, 0, "reset"), bench.clock))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STATE_LOCKED));
        }
    }

    @Test
    void killsTheProcessWhereTheEnvironmentSaysSo() {
        assertThat(FaultHook.of(java.util.Map.of())).isSameAs(FaultHook.NONE);
        assertThatThrownBy(() -> FaultHook.of(java.util.Map.of(FaultHook.VARIABLE, "NOWHERE")))
                .isInstanceOf(IllegalArgumentException.class);
        List<String> hits = new ArrayList<>();
        FaultHook third = FaultHook.at("after_publish:3", () -> hits.add("hit"));
        for (int i = 0; i < 5; i++) {
            third.at(FaultPoint.AFTER_PUBLISH);
            third.at(FaultPoint.AFTER_PREPARE);
        }
        assertThat(hits).containsExactly("hit");
    }
}
