package io.datacook.testkit;

import static io.datacook.testkit.DestinationHand.codeOf;
import static io.datacook.testkit.DestinationHand.epoch;
import static io.datacook.testkit.DestinationHand.lines;
import static io.datacook.testkit.DestinationHand.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.DestinationFeature;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

/// What is visible when, who may commit, and what a repeated call does. See [DestinationContract].
public interface DestinationEpochContract extends DestinationSubject {
    /// Shorthand.
    private List<String> rows(String target) {
        return lines(visible(target), "id", "name");
    }

    @Test
    default void showsNothingBeforeTheCommitAndEverythingAfterIt() {
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            // Given
            Load load = hand.open(new WriteMode.Append(), "w1", 1);
            load.claim("s0", 2);
            Manifest manifest;
            try (EpochWriter writer = load.begin(epoch("w1", "s0", 1, 2))) {
                // When
                hand.write(writer, row(1, "a"), row(2, "b"));
                hand.write(writer, row(3, "c"));
                // Then
                if (!(writer instanceof EpochWriter.AtLeastOnce)) {
                    assertThat(rows(target)).isEmpty();
                }
                manifest = DestinationHand.end(writer, "{}");
                if (writer instanceof EpochWriter.Staged) {
                    assertThat(rows(target)).isEmpty();
                    assertThat(manifest.files().stream()
                                    .mapToLong(Manifest.StagedFile::rows)
                                    .sum())
                            .isEqualTo(3);
                }
            }
            load.publish(manifest);
            assertThat(rows(target)).containsExactly("id=1 name=a", "id=2 name=b", "id=3 name=c");
            load.finish(List.of());
            assertThat(rows(target)).containsExactly("id=1 name=a", "id=2 name=b", "id=3 name=c");
        }
    }

    @Test
    default void givesWritersOfTheClassItDeclares() {
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            Load load = hand.open(new WriteMode.Append(), "w1", 1);
            load.claim("s0", 2);
            try (EpochWriter writer = load.begin(epoch("w1", "s0", 1, 2))) {
                assertThat(writer instanceof EpochWriter.Staged).isEqualTo(hand.isStaged());
                assertThat(writer instanceof EpochWriter.Transactional)
                        .isEqualTo(features().contains(DestinationFeature.TRANSACTIONAL));
                assertThat(writer instanceof EpochWriter.Snapshot)
                        .isEqualTo(features().contains(DestinationFeature.TABLE_FORMAT));
            }
        }
    }

    @Test
    default void discardsWhatAClosedWriterWrote() {
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            // Given
            Load load = hand.open(new WriteMode.Append(), "w1", 1);
            load.claim("s0", 2);
            // When
            try (EpochWriter writer = load.begin(epoch("w1", "s0", 1, 2))) {
                hand.write(writer, row(1, "lost"));
            }
            load.claim("s0", 3);
            load.publish(hand.prepare(load, epoch("w1", "s0", 1, 3), row(1, "kept")));
            load.finish(List.of());
            // Then
            assertThat(rows(target)).containsExactly("id=1 name=kept");
        }
    }

    @Test
    default void changesNothingWhenAskedTwice() {
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            // Given
            Load load = hand.open(new WriteMode.Append(), "w1", 1);
            load.open();
            load.claim("s0", 2);
            load.claim("s0", 2);
            // When
            Manifest manifest = hand.prepare(load, epoch("w1", "s0", 1, 2), row(1, "a"));
            load.publish(manifest);
            load.publish(manifest);
            if (hand.keepsCheckpoint()) {
                // Then
                assertThat(codeOf(() -> hand.prepare(load, epoch("w1", "s0", 1, 2), row(1, "a"))))
                        .isEqualTo(ErrorCode.FENCED);
            }
            load.finish(List.of());
            load.finish(List.of());
            assertThat(rows(target)).containsExactly("id=1 name=a");
        }
    }

    @Test
    default void publishesWhatAnEarlierProcessPreparedWhoeverOpensNext() {
        String target = DestinationHand.newTarget();
        Manifest recorded;
        // Given
        try (DestinationHand dead = new DestinationHand(this, target)) {
            if (!dead.isStaged()) {
                return;
            }
            Load load = dead.open(new WriteMode.Append(), "w1", 1);
            load.claim("s0", 2);
            recorded = dead.prepare(load, epoch("w1", "s0", 1, 2), row(1, "a"));
        }
        // When
        try (DestinationHand next = new DestinationHand(this, target)) {
            Load load = next.open(new WriteMode.Append(), "w1", 10);
            load.publish(recorded);
            load.claim("s0", 11);
            load.publish(next.prepare(load, epoch("w1", "s0", 2, 11), row(2, "b")));
            load.publish(recorded);
            load.finish(List.of());
        }
        // Then
        assertThat(rows(target)).containsExactly("id=1 name=a", "id=2 name=b");
    }

    @Test
    default void refusesAHolderThatWasOvertaken() {
        String target = DestinationHand.newTarget();
        try (DestinationHand old = new DestinationHand(this, target);
                DestinationHand young = new DestinationHand(this, target)) {
            if (!old.keepsCheckpoint()) {
                return;
            }
            // Given
            Load overtaken = old.open(new WriteMode.Append(), "w1", 1);
            overtaken.claim("s0", 2);
            Load present = young.open(new WriteMode.Append(), "w1", 10);
            present.claim("s0", 11);
            // When, Then
            assertThat(codeOf(() -> old.prepare(overtaken, epoch("w1", "s0", 1, 2), row(1, "old"))))
                    .isEqualTo(ErrorCode.FENCED);
            assertThat(codeOf(() -> overtaken.claim("s0", 3))).isEqualTo(ErrorCode.FENCED);
            assertThat(codeOf(() -> overtaken.claim("s1", 3))).isEqualTo(ErrorCode.FENCED);
            young.prepare(present, epoch("w1", "s0", 1, 11), row(1, "young"));
            present.finish(List.of());
            assertThat(rows(target)).containsExactly("id=1 name=young");
        }
    }

    @Test
    default void refusesARunThatWasOvertakenToOpen() {
        String target = DestinationHand.newTarget();
        try (DestinationHand old = new DestinationHand(this, target);
                DestinationHand young = new DestinationHand(this, target)) {
            // Given
            Load present = young.open(new WriteMode.Append(), "w2", 10);
            present.claim("s0", 11);
            Manifest manifest = young.prepare(present, epoch("w2", "s0", 1, 11), row(1, "young"));
            // When
            ErrorCode refused = codeOf(() -> old.open(new WriteMode.Append(), "w1", 1));
            // Then: the late open has swept nothing away
            assertThat(refused).isEqualTo(ErrorCode.FENCED);
            present.publish(manifest);
            present.finish(List.of());
            assertThat(rows(target)).containsExactly("id=1 name=young");
        }
    }

    @Test
    default void letsAnOvertakenRunFinishNothing() {
        if (!features().contains(DestinationFeature.REPLACE)) {
            return;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand old = new DestinationHand(this, target);
                DestinationHand young = new DestinationHand(this, target)) {
            // Given
            Load overtaken = old.open(new WriteMode.Replace(), "w1", 1);
            overtaken.claim("s0", 2);
            Manifest manifest = old.prepare(overtaken, epoch("w1", "s0", 1, 2), row(1, "old"));
            List<Manifest> manifests = manifest.files().isEmpty() ? List.of() : List.of(manifest);
            young.open(new WriteMode.Replace(), "w1", 10).finish(manifests);
            assertThat(rows(target)).containsExactly("id=1 name=old");
            young.window(new WriteMode.Replace(), "w2", 20, row(2, "young"));
            // When
            codeOf(() -> overtaken.finish(manifests));
            // Then
            assertThat(rows(target)).containsExactly("id=2 name=young");
        }
    }

    /// Whether several streams may load one target: their fences and their staging are their own then.
    default boolean keepsStreamsApart() {
        return true;
    }

    @Test
    default void sweepsNothingThatAnotherStreamStages() {
        if (!keepsStreamsApart()) {
            return;
        }
        String target = DestinationHand.newTarget();
        WriteMode append = new WriteMode.Append();
        try (DestinationHand hand = new DestinationHand(this, target);
                DestinationHand other = new DestinationHand(this, target)) {
            // Given: a live holder of a low fence, in the middle of an epoch
            Load load = hand.open(append, "w1", 1);
            load.claim("s0", 2);
            try (EpochWriter writer = load.begin(epoch("w1", "s0", 1, 2))) {
                hand.write(writer, row(1, "a"));
                // When: another stream of far higher fences loads the target, and sweeps
                for (int fence = 100; fence <= 200; fence += 100) {
                    String window = "w" + fence;
                    Load foreign = other.load(new LoadRequest(
                            "another", "orders", window, DestinationHand.SCHEMA, append, List.of(), -1, fence));
                    foreign.open();
                    foreign.claim("s0", fence + 1);
                    EpochId id = new EpochId("another", "orders", window, "s0", 1, fence + 1);
                    foreign.publish(other.prepare(foreign, id, row(fence, "b")));
                    foreign.finish(List.of());
                }
                // Then
                hand.write(writer, row(2, "a"));
                load.publish(DestinationHand.end(writer, "{}"));
            }
            load.finish(List.of());
        }
        assertThat(rows(target)).containsExactly("id=1 name=a", "id=100 name=b", "id=2 name=a", "id=200 name=b");
    }

    @Test
    default void keepsTheCheckpointBesideTheRows() {
        String target = DestinationHand.newTarget();
        try (DestinationHand first = new DestinationHand(this, target)) {
            if (!first.keepsCheckpoint()) {
                return;
            }
            Load load = first.open(new WriteMode.Append(), "w1", 1);
            assertThat(load.claim("s0", 2)).isNull();
            first.prepare(load, epoch("w1", "s0", 1, 2), row(1, "a"));
            first.prepare(load, epoch("w1", "s0", 2, 2), row(2, "b"));
        }
        try (DestinationHand next = new DestinationHand(this, target)) {
            Load load = next.open(new WriteMode.Append(), "w1", 10);
            assertThat(Objects.requireNonNull(load.claim("s0", 11)).replaceAll("\\s", ""))
                    .isEqualTo("{\"epoch\":2}");
            assertThat(load.claim("s1", 12)).isNull();
            load.finish(List.of());
            assertThat(next.open(new WriteMode.Append(), "w2", 20).claim("s0", 21))
                    .isNull();
        }
    }

    @Test
    default void takesSplitsInParallel() {
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            // Given
            Load load = hand.open(new WriteMode.Append(), "w1", 1);
            load.claim("s0", 2);
            load.claim("s1", 3);
            List<Manifest> manifests = new ArrayList<>();
            // When
            try (EpochWriter left = load.begin(epoch("w1", "s0", 1, 2));
                    EpochWriter right = load.begin(epoch("w1", "s1", 1, 3))) {
                hand.write(left, row(1, "a"));
                hand.write(right, row(2, "b"));
                hand.write(left, row(3, "c"));
                manifests.add(DestinationHand.end(right, "{}"));
                manifests.add(DestinationHand.end(left, "{}"));
            }
            manifests.forEach(load::publish);
            load.finish(List.of());
            // Then
            assertThat(rows(target)).containsExactly("id=1 name=a", "id=2 name=b", "id=3 name=c");
        }
    }

    @Test
    default void createsNothingBeforeItIsOpened() {
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            // Given
            assertThat(hand.destination().existing()).isNull();
            assertThat(hand.destination().describe()).isNotBlank();
            Load load = hand.load(hand.request(new WriteMode.Append(), "w1", 1, DestinationHand.SCHEMA));
            assertThat(hand.destination().existing()).isNull();
            // When
            load.open();
            load.claim("s0", 2);
            load.publish(hand.prepare(load, epoch("w1", "s0", 1, 2), row(1, "a")));
            load.finish(List.of());
        }
        try (DestinationHand later = new DestinationHand(this, target)) {
            // Then
            assertThat(Objects.requireNonNull(later.destination().existing()).getFields())
                    .extracting(Field::getName, Field::getType)
                    .isEqualTo(later.destination().stored(DestinationHand.SCHEMA).getFields().stream()
                            .map(field -> org.assertj.core.groups.Tuple.tuple(field.getName(), field.getType()))
                            .toList());
        }
    }
}
