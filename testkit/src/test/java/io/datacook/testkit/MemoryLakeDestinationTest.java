package io.datacook.testkit;

import static io.datacook.testkit.DestinationHand.codeOf;
import static io.datacook.testkit.DestinationHand.epoch;
import static io.datacook.testkit.DestinationHand.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.WriteMode;
import io.datacook.engine.load.FaultHook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The table-format class keeps the whole contract, and what only snapshots can do.
class MemoryLakeDestinationTest extends MemorySubject {
    private static final WriteMode APPEND = new WriteMode.Append();

    private final Map<String, MemoryLake> lakes = new TreeMap<>();

    @Override
    public Set<DestinationFeature> features() {
        return MemoryLakeDestination.FEATURES;
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        return new MemoryLakeDestination(lake(target));
    }

    private synchronized MemoryLake lake(String target) {
        return lakes.computeIfAbsent(target, name -> new MemoryLake());
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        return texts(lake(target).visible());
    }

    @Test
    void aSnapshotIsCommittedOnTopOfThoseOfOthers() {
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            // Given
            Load load = hand.open(APPEND, "w1", 1);
            load.claim("s0", 2);
            hand.prepare(load, epoch("w1", "s0", 1, 2), row(1, "a"));
            lake(target).commitElsewhere();
            lake(target).conflictNext(2);
            // When
            hand.prepare(load, epoch("w1", "s0", 2, 2), row(2, "b"));
            // Then: the split's last checkpoint is found below the others' snapshots
            lake(target).commitElsewhere();
            assertThat(load.claim("s0", 3)).isEqualTo("{\"epoch\":2}");
            assertThat(visible(target)).hasSize(2);
        }
    }

    @Test
    void anEpochIsRefusedWhereTheOnesBeforeAreNoAncestors() {
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            // Given
            Load load = hand.open(APPEND, "w1", 1);
            load.claim("s0", 2);
            hand.prepare(load, epoch("w1", "s0", 1, 2), row(1, "a"));
            hand.prepare(load, epoch("w1", "s0", 2, 2), row(2, "b"));
            // When
            lake(target).rollBack();
            // Then
            assertThat(codeOf(() -> hand.prepare(load, epoch("w1", "s0", 3, 2), row(3, "c"))))
                    .isEqualTo(ErrorCode.FENCED);
            assertThat(load.claim("s0", 3)).isEqualTo("{\"epoch\":1}");
        }
    }

    @Test
    void aLostReplyLeavesTheSnapshotToBeFound() {
        String target = DestinationHand.newTarget();
        EngineHand engine = new EngineHand(this, target, new MemoryState());
        List<List<@Nullable Object[]>> rows = List.of(List.of(row(1, "a"), row(2, "b"), row(3, "c")));
        FaultHook losing = FaultHook.at("AFTER_PREPARE:2", () -> lake(target).loseNextReply());
        // When
        assertThat(codeOf(() -> engine.run(APPEND, rows, losing))).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        engine.run(APPEND, rows, FaultHook.NONE);
        // Then
        assertThat(visible(target)).hasSize(3);
        assertThat(engine.receipt()).isNotNull();
        assertThat(engine.receipt().describe()).isEqualTo("3 rows and 2 columns agree");
    }

    @Test
    void filesThatNoSnapshotNeedsAreRemovedAndThoseOfALiveHolderStay() {
        String target = DestinationHand.newTarget();
        try (DestinationHand dead = new DestinationHand(this, target);
                DestinationHand next = new DestinationHand(this, target)) {
            // Given: files of an overtaken run, never committed
            Load load = dead.open(APPEND, "w1", 1);
            load.claim("s0", 2);
            EpochWriter.Snapshot orphan = (EpochWriter.Snapshot) load.begin(epoch("w1", "s0", 1, 2));
            dead.write(orphan, row(1, "lost"));
            orphan.prepare();
            // When
            Load present = next.open(APPEND, "w2", 10);
            present.claim("s0", 11);
            EpochWriter.Snapshot live = (EpochWriter.Snapshot) present.begin(epoch("w2", "s0", 1, 11));
            next.write(live, row(2, "kept"));
            live.prepare();
            next.open(APPEND, "w2", 12);
            // Then
            assertThat(lake(target).files()).containsExactly("w2-s0-e1-f11.2");
            orphan.close();
            live.close();
        }
    }
}
