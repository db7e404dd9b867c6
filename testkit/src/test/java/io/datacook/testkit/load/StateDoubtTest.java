package io.datacook.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.DatacookException;
import io.datacook.api.DestinationFeature;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.FaultPoint;
import io.datacook.engine.load.StreamStates;
import io.datacook.testkit.MemoryDestination;
import io.datacook.testkit.load.FlakyState.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A state that stops answering: what may be stored is told apart from what surely is not, and as long as nobody
/// knows, nothing is cleaned up.
class StateDoubtTest {
    private static final List<Set<DestinationFeature>> CLASSES =
            List.of(MemoryDestination.STAGED, MemoryDestination.TRANSACTIONAL);
    private static final int CHANGES_MAX = 100;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isInDoubtWhereNoRequestWasAnswered(boolean slow) {
        List<ErrorCode> codes = failures(Way.LOST_REQUEST, state -> state.forever(Way.LOST_REQUEST), slow);

        assertThat(codes).hasSizeGreaterThan(10).containsOnly(ErrorCode.COMMIT_UNKNOWN);
    }

    @Test
    void isInDoubtWhereNoReplyArrived() {
        List<ErrorCode> codes = failures(Way.LOST_REPLY, state -> state.forever(Way.LOST_REPLY), false);

        assertThat(codes).isNotEmpty().containsOnly(ErrorCode.COMMIT_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void staysInDoubtWhereTheFirstRequestWasNotAnsweredAndTheOthersSurelyNeverArrived(boolean slow) {
        List<ErrorCode> codes = failures(Way.LOST_REQUEST, state -> state.forever(Way.UNREACHABLE), slow);

        assertThat(codes).hasSizeGreaterThan(10).containsOnly(ErrorCode.COMMIT_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"OVERTAKEN", "UNREACHABLE"})
    void isSureWhereALaterRequestWasRefusedForSure(Way last) {
        // A document that somebody else wrote after the lost request, without its change, leaves it no place to arrive.
        List<ErrorCode> codes =
                failures(Way.LOST_REQUEST, state -> state.then(Way.OVERTAKEN).forever(last), true);

        assertThat(codes).hasSizeGreaterThan(10).containsOnly(ErrorCode.STATE_UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"OVERTAKEN", "UNREACHABLE"})
    void isSureWhereEveryRequestWasRefused(Way way) {
        assertThat(failures(way, state -> state.forever(way), false))
                .hasSizeGreaterThan(10)
                .containsOnly(ErrorCode.STATE_UNREACHABLE);
    }

    @Test
    void keepsWhatMayHaveBeenRecordedAndSaysWhatToDo() {
        try (Bench bench = new Bench(5)) {
            // Given a state that stops answering when the first epoch is to be recorded
            StateBackend sound = bench.state;
            FlakyState silent = new FlakyState(sound, Way.LOST_REQUEST, changesBefore(FaultPoint.AFTER_PREPARE) + 1)
                    .forever(Way.LOST_REQUEST);
            bench.dead = owner -> true;
            bench.state = silent;

            // When
            DatacookException unknown = failure(bench);

            // Then
            assertThat(unknown).isNotNull();
            assertThat(unknown.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
            assertThat(unknown.describe())
                    .contains("stream orders")
                    .contains("flaky")
                    .contains("nothing is cleaned up")
                    .contains("run again");
            assertThat(bench.table.stagedFiles()).hasSize(1);
            assertThat(bench.visible()).isEmpty();
            silent.arriveLate();
            bench.state = sound;
            bench.run("next");
            assertThat(bench.visible()).isEqualTo(bench.expected());
        }
    }

    /// Lets the state fail from each of its changes on, for each class of destination; the next run has a sound one.
    ///
    /// @param slow whether the request that was given up arrives after the run that sent it is over
    /// @return what the first runs ended with, where they failed
    private static List<ErrorCode> failures(Way first, UnaryOperator<FlakyState> then, boolean slow) {
        List<ErrorCode> codes = new ArrayList<>();
        for (Set<DestinationFeature> features : CLASSES) {
            boolean reached = true;
            for (int change = 1; reached && change < CHANGES_MAX; change++) {
                try (Bench bench = new Bench(5, 3)) {
                    StateBackend sound = bench.state;
                    FlakyState state = then.apply(new FlakyState(sound, first, change));
                    bench.features = features;
                    bench.dead = owner -> true;
                    bench.state = state;
                    DatacookException failed = failure(bench);
                    reached = state.hasFailed();
                    if (failed != null) {
                        codes.add(failed.code());
                    }
                    if (slow) {
                        state.arriveLate();
                    }
                    bench.state = sound;
                    StreamState stored = StreamStates.show(sound, Bench.KEY);
                    if (stored == null || stored.totals().windows() == 0) {
                        bench.run("next");
                    }
                    assertThat(bench.visible()).as("change %d", change).isEqualTo(bench.expected());
                }
            }
        }
        return codes;
    }

    /// How often a load of one split changes its state before it comes to a point.
    private static int changesBefore(FaultPoint point) {
        try (Bench bench = new Bench(5)) {
            int[] versions = new int[1];
            bench.faults = FaultHook.at(
                    point.name(),
                    () -> versions[0] = (int)
                            Objects.requireNonNull(bench.state.load(Bench.KEY)).version());
            bench.run("first");
            return versions[0];
        }
    }

    private static @Nullable DatacookException failure(Bench bench) {
        try {
            bench.run("first");
            return null;
        } catch (DatacookException failed) {
            return failed;
        }
    }
}
