package io.datacook.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `-Ddatacook.simulator.seed=4711` replays one schedule, `-Ddatacook.simulator.seeds=5000000` plays more of them.
class ProtocolSimulatorTest {
    private static final int VIOLATIONS_SHOWN = 10;
    private static final int SEEDS_MAX = 60_000;
    private static final int CATCHES_ENOUGH = 20;

    @Test
    void keepsEveryRowExactlyOnceInAllSchedules() {
        Long only = Long.getLong("datacook.simulator.seed");
        long first = only == null ? 0 : only;
        long count = only == null ? Long.getLong("datacook.simulator.seeds", 100_000) : 1;
        List<Violation> violations = new ArrayList<>();
        for (long seed = first; seed < first + count && violations.size() < VIOLATIONS_SHOWN; seed++) {
            Violation violation = ProtocolSimulator.play(seed, Mutation.NONE);
            if (violation != null) {
                violations.add(violation);
            }
        }
        System.out.printf(
                "%,d schedules from seed %d: %s%n",
                count, first, violations.isEmpty() ? "no row lost or doubled" : violations);
        assertThat(violations)
                .as("replay one with -Ddatacook.simulator.seed=<number>")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noticesEveryRuleThatIsLeftOut(Mutation mutation) {
        int caught = 0;
        int played = 0;
        Violation first = null;
        while (played < SEEDS_MAX && caught < CATCHES_ENOUGH) {
            Violation violation = ProtocolSimulator.play(played, mutation);
            played++;
            if (violation != null) {
                caught++;
                first = first == null ? violation : first;
            }
        }
        System.out.printf("%s: noticed in %d of %d schedules, first %s%n", mutation, caught, played, first);
        assertThat(caught)
                .as("schedules of %d that notice %s", played, mutation)
                .isEqualTo(CATCHES_ENOUGH);
    }

    @Test
    void playsTheSameScheduleForTheSameSeed() {
        for (long seed = 0; seed < 500; seed++) {
            assertThat(ProtocolSimulator.play(seed, Mutation.NO_COMPARE_AND_SET))
                    .isEqualTo(ProtocolSimulator.play(seed, Mutation.NO_COMPARE_AND_SET));
        }
    }
}
