package io.datacook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.SourceFeature;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The part of [SourceContract] that proves declared features and the refusal of absent ones.
public interface SourceFeaturesContract extends SourceSubject {
    @Test
    default void readsTheRestFromEveryPosition() {
        List<Split> splits;
        List<SourceHand.Read> reads = new ArrayList<>();
        try (SourceHand hand = SourceHand.open(folder(), 2, context -> open(context, 60))) {
            ReadRequest request = hand.request(7, 1 << 20);
            splits = hand.source().splits(request);
            for (Split split : splits) {
                reads.add(hand.read(request, split, Position.START));
            }
        }
        if (!features().contains(SourceFeature.RESUME)) {
            refusesForeignPositions(splits, reads);
            return;
        }
        for (int i = 0; i < splits.size(); i++) {
            SourceHand.Read whole = reads.get(i);
            assertThat(whole.positions()).doesNotContainNull();
            for (int batch = 0; batch < whole.positions().size(); batch++) {
                Position from = Objects.requireNonNull(whole.positions().get(batch));
                try (SourceHand hand = SourceHand.open(folder(), 2, context -> open(context, 60))) {
                    List<String> rest = hand.read(hand.request(5, 1 << 20), splits.get(i), from)
                            .texts();

                    int read = Math.min(7 * (batch + 1), whole.texts().size());
                    assertThat(rest)
                            .containsExactlyElementsOf(
                                    whole.texts().subList(read, whole.texts().size()));
                }
            }
        }
    }

    private void refusesForeignPositions(List<Split> splits, List<SourceHand.Read> reads) {
        for (SourceHand.Read read : reads) {
            assertThat(read.positions().subList(0, Math.max(0, read.positions().size() - 1)))
                    .containsOnly((Position) null);
        }
        try (SourceHand hand = SourceHand.open(folder(), 2, context -> open(context, 60))) {
            Position foreign = Position.of("offset", 7);
            assertThatThrownBy(() -> hand.read(hand.request(), splits.getFirst(), foreign))
                    .isInstanceOf(DatacookException.class);
        }
    }

    @Test
    default void redeliversWhatWasNotAcknowledged() {
        if (!features().contains(SourceFeature.RESUME)) {
            return;
        }
        List<Split> splits;
        Position third = null;
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 9))) {
            ReadRequest request = hand.request(1, 1 << 20);
            splits = hand.source().splits(request);
            // take five, acknowledge three, and go without the others
            try (SplitReader reader = hand.source().read(request, splits.getFirst(), Position.START)) {
                for (int taken = 1; taken <= 5; taken++) {
                    Batch batch = Objects.requireNonNull(reader.next());
                    third = taken == 3 ? batch.position() : third;
                    batch.close();
                }
                reader.acknowledge(Objects.requireNonNull(third));
            }
        }
        Position from = stored(Objects.requireNonNull(third));
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 9))) {
            assertThat(hand.read(hand.request(), splits.getFirst(), from).ids())
                    .containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
        }
    }

    private static Position stored(Position position) {
        SortedMap<String, String> fields = new TreeMap<>(position.fields());
        return new Position(fields);
    }

    @Test
    default void givesTheSameRowsAgain() {
        if (!features().contains(SourceFeature.REPEATABLE)) {
            return;
        }
        List<Split> splits;
        List<String> first = new ArrayList<>();
        try (SourceHand hand = SourceHand.open(folder(), 4, context -> open(context, 300))) {
            splits = hand.source().splits(hand.request());
            for (Split split : splits) {
                first.addAll(hand.read(hand.request(), split, Position.START).texts());
            }
        }
        try (SourceHand hand = SourceHand.open(folder(), 4, context -> open(context, 300))) {
            List<String> second = new ArrayList<>();
            for (Split split : splits) {
                second.addAll(hand.read(hand.request(13, 1 << 20), split, Position.START)
                        .texts());
            }

            assertThat(second).isEqualTo(first);
            assertThat(hand.source().splits(hand.request())).isEqualTo(splits);
        }
    }

    @Test
    default void readsOnlyTheColumnsAskedFor() {
        try (SourceHand hand = SourceHand.open(folder(), 2, context -> open(context, 30))) {
            ReadRequest request = hand.request(List.of("changed", "id"));
            if (!features().contains(SourceFeature.PROJECTION)) {
                assertThatThrownBy(() -> hand.readAll(request)).isInstanceOf(DatacookException.class);
                return;
            }
            for (Split split : hand.source().splits(request)) {
                try (SplitReader reader = hand.source().read(request, split, Position.START)) {
                    Batch batch = Objects.requireNonNull(reader.next());
                    assertThat(batch.schema().getFields())
                            .extracting(Field::getName)
                            .containsExactly("changed", "id");
                    batch.close();
                }
            }
            List<String> expected = SourceSubject.table(30).stream()
                    .map(row -> "{\"changed\":" + row.changed() + ",\"id\":" + row.id() + "}")
                    .toList();
            assertThat(hand.readAll(request).texts()).isEqualTo(expected);
        }
    }

    @Test
    default void readsRowsBehindTheCursorUpToItsBound() {
        readsRange("10", "20");
    }

    @Test
    default void readsFromTheBeginningWithoutALowerBound() {
        readsRange(null, "7");
    }

    @Test
    default void readsToTheEndWithoutAnUpperBound() {
        readsRange("25", null);
    }

    @Test
    default void readsNothingBetweenEqualBounds() {
        readsRange("12", "12");
    }

    private void readsRange(@Nullable String after, @Nullable String upTo) {
        try (SourceHand hand = SourceHand.open(folder(), 2, context -> open(context, 60))) {
            ReadRequest all = hand.request();
            ReadRequest request = new ReadRequest(
                    all.schema(),
                    new CursorRange("changed", after, upTo),
                    all.batchRowsMax(),
                    all.batchBytesMax(),
                    all.onBadRow());
            if (!features().contains(SourceFeature.CURSOR_PUSHDOWN)) {
                assertThatThrownBy(() -> hand.readAll(request)).isInstanceOf(DatacookException.class);
                return;
            }
            long low = after == null ? Long.MIN_VALUE : Long.parseLong(after);
            long high = upTo == null ? Long.MAX_VALUE : Long.parseLong(upTo);
            List<Long> expected = SourceSubject.table(60).stream()
                    .filter(row -> row.changed() != null && row.changed() > low && row.changed() <= high)
                    .map(Row::id)
                    .toList();
            assertThat(hand.readAll(request).ids()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    default void knowsTheLargestCursorValueOrSaysThatItDoesNot() {
        try (SourceHand hand = SourceHand.open(folder(), 2, context -> open(context, 60))) {
            boolean knows = features().contains(SourceFeature.CURSOR_PUSHDOWN);
            assertThat(hand.source().cursorMax("changed")).isEqualTo(knows ? "30" : null);
        }
    }

    @Test
    default void hasNoLargestCursorValueWithoutRows() {
        try (SourceHand hand = SourceHand.open(folder(), 2, context -> open(context, 0))) {
            assertThat(hand.source().cursorMax("changed")).isNull();
        }
    }
}
