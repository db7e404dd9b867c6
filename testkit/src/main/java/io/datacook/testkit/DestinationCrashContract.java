package io.datacook.testkit;

import static io.datacook.testkit.DestinationHand.lines;
import static io.datacook.testkit.DestinationHand.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.DestinationFeature;
import io.datacook.api.WriteMode;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.FaultPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A kill at every point of the protocol, and the run after it. See [DestinationContract].
public interface DestinationCrashContract extends DestinationSubject {
    @Test
    default void losesAndDoublesNothingWhereverARunIsKilled() {
        for (WriteMode mode : modes()) {
            List<String> expected = rowsAfter(mode, FaultHook.NONE);
            assertThat(expected).isNotEmpty();
            for (FaultPoint point : FaultPoint.values()) {
                for (int time = 1; time <= 2; time++) {
                    String fault = point + ":" + time;
                    FaultHook hook = FaultHook.at(fault, () -> {
                        throw new Killed(fault);
                    });
                    assertThat(rowsAfter(mode, hook))
                            .as("rows after a kill at %s in mode %s", fault, mode.word())
                            .isEqualTo(expected);
                }
            }
        }
    }

    private List<WriteMode> modes() {
        List<WriteMode> modes = new ArrayList<>();
        if (features().contains(DestinationFeature.APPEND)) {
            modes.add(new WriteMode.Append());
        }
        if (features().contains(DestinationFeature.REPLACE)) {
            modes.add(new WriteMode.Replace());
        }
        if (features().contains(DestinationFeature.MERGE)) {
            modes.add(new WriteMode.Merge(List.of("id"), null));
        }
        if (features().contains(DestinationFeature.SCD2)) {
            modes.add(new WriteMode.Scd2(List.of("id")));
        }
        return modes;
    }

    /// A window without faults, one with them, and a run that mends it.
    private List<String> rowsAfter(WriteMode mode, FaultHook faults) {
        String target = DestinationHand.newTarget();
        EngineHand engine = new EngineHand(this, target, new MemoryState());
        engine.run(mode, List.of(List.of(row(1, "old"), row(9, "old"))), FaultHook.NONE);
        List<List<@Nullable Object[]>> splits = List.of(
                List.of(row(1, "a"), row(2, "b"), row(3, "c"), row(4, "d"), row(5, "e")),
                List.of(row(6, "f"), row(7, "g"), row(8, "h")));
        engine.run(mode, splits, faults);
        if (engine.windowsClosed() < 2) {
            engine.run(mode, splits, FaultHook.NONE);
        }
        List<String> lines = new ArrayList<>(lines(visible(target), "id", "name"));
        if (mode instanceof WriteMode.Scd2) {
            visible(target).stream()
                    .filter(version -> version.get("_datacook_valid_to") == null)
                    .map(version -> "current " + version.get("name"))
                    .sorted()
                    .forEach(lines::add);
        }
        return lines;
    }
}
