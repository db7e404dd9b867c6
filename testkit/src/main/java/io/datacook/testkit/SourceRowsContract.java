package io.datacook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Reject;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The part of [SourceContract] that holds for every source.
public interface SourceRowsContract extends SourceSubject {
    /// The ids from 1 to a number.
    static List<Long> ids(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /// The rows as [SourceSubject#table] has them.
    static List<Row> table(SourceHand.Read read) {
        List<Row> table = new ArrayList<>();
        for (Map<String, @Nullable Object> row : read.rows()) {
            long id = row.get("id") instanceof Number number ? number.longValue() : -1;
            Long changed = row.get("changed") instanceof Number number ? number.longValue() : null;
            table.add(new Row(id, (String) row.get("name"), changed));
        }
        return table;
    }

    @Test
    default void describesItsColumnsInOrder() {
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 20))) {
            StreamInfo info = hand.source().describe();

            assertThat(info.name()).isNotBlank();
            assertThat(info.schema().getFields()).extracting(Field::getName).containsExactly("id", "name", "changed");
            assertThat(info.schema().findField("id").getType()).isInstanceOf(ArrowType.Int.class);
            assertThat(info.schema().findField("name").getType()).isInstanceOf(ArrowType.Utf8.class);
            assertThat(info.schema().findField("changed").getType()).isInstanceOf(ArrowType.Int.class);
            assertThat(hand.source().describe()).isEqualTo(info);
        }
    }

    @Test
    default void discoversTheStreamItDescribes() {
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 20))) {
            List<StreamInfo> found = hand.source().discover();

            assertThat(found)
                    .extracting(StreamInfo::name)
                    .isSorted()
                    .contains(hand.source().describe().name());
            assertThat(found).allSatisfy(info -> assertThat(info.options()).isNotEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    default void splitsCoverEveryRowOnceInOrder(int lanes) {
        try (SourceHand hand = SourceHand.open(folder(), lanes, context -> open(context, 1_000))) {
            SourceHand.Read read = hand.readAll(hand.request());

            assertThat(table(read)).containsExactlyElementsOf(SourceSubject.table(1_000));
            assertThat(read.rejects()).isEmpty();
        }
    }

    @Test
    default void splitsAreNamedInOrder() {
        try (SourceHand hand = SourceHand.open(folder(), 4, context -> open(context, 1_000))) {
            List<Split> splits = hand.source().splits(hand.request());

            assertThat(splits).extracting(Split::id).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    default void aStoredSplitIsFoundAgainByAnotherProcess() {
        List<Split> splits;
        try (SourceHand hand = SourceHand.open(folder(), 4, context -> open(context, 100))) {
            splits = hand.source().splits(hand.request());
        }
        try (SourceHand hand = SourceHand.open(folder(), 4, context -> open(context, 100))) {
            List<Row> rows = new ArrayList<>();
            for (Split split : splits) {
                Split stored = new Split(split.id(), split.fields(), split.rowsEstimate(), split.bytesEstimate());
                rows.addAll(table(hand.read(hand.request(), stored, Position.START)));
            }

            assertThat(rows).containsExactlyElementsOf(SourceSubject.table(100));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    default void aBatchHasAtMostTheRowsAskedFor(int rowsMax) {
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 50))) {
            ReadRequest request = hand.request(rowsMax, 1 << 20);

            forEachBatch(hand, request, batch -> assertThat(batch.rowCount()).isBetween(0, rowsMax));
            assertThat(hand.readAll(request).ids()).isEqualTo(ids(50));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 300, 2_000})
    default void aBatchHasAtMostTheBytesAskedForUnlessASingleRowIsLarger(long bytesMax) {
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 200))) {
            ReadRequest request = hand.request(1_000, bytesMax);

            forEachBatch(hand, request, batch -> {
                if (batch.rowCount() > 1) {
                    assertThat(batch.bytes()).isLessThanOrEqualTo(bytesMax);
                }
            });
            assertThat(hand.readAll(request).ids()).isEqualTo(ids(200));
        }
    }

    @Test
    default void everyBatchHasTheColumnsAskedForAndSaysWhereItsRowsAreFrom() {
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 20))) {
            ReadRequest request = hand.request(7, 1 << 20);

            forEachBatch(hand, request, batch -> {
                assertThat(batch.schema().getFields())
                        .isEqualTo(request.schema().getFields());
                assertThat(batch.origin().resource()).isNotBlank();
                assertThat(batch.origin().number(0)).isPositive();
            });
        }
    }

    @Test
    default void anEndedReaderStaysEnded() {
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 3))) {
            ReadRequest request = hand.request();
            for (Split split : hand.source().splits(request)) {
                try (SplitReader reader = hand.source().read(request, split, Position.START)) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        batch.close();
                    }

                    assertThat(reader.next()).isNull();
                }
            }
        }
    }

    @Test
    default void anEmptyStreamHasColumnsAndNoRows() {
        try (SourceHand hand = SourceHand.open(folder(), 4, context -> open(context, 0))) {
            assertThat(hand.source().describe().schema().getFields())
                    .extracting(Field::getName)
                    .containsExactly("id", "name", "changed");
            assertThat(hand.readAll(hand.request()).rows()).isEmpty();
        }
    }

    @Test
    default void aMissingStreamIsNamed() {
        assertThatThrownBy(() -> {
                    try (SourceHand hand = SourceHand.open(folder(), 1, this::openMissing)) {
                        hand.source().describe();
                    }
                })
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STREAM_MISSING))
                .hasMessageContaining(missingName());
    }

    @Test
    default void aBadRowEndsTheReadAndNamesItsPlace() {
        try (BufferAllocator allocator = new RootAllocator();
                Source source = openWithBadRow(SourceHand.context(allocator, folder(), 1))) {
            assumeThat(source).isNotNull();
        }
        try (SourceHand hand = SourceHand.open(folder(), 1, this::withBadRow)) {
            assertThatThrownBy(() -> hand.readAll(hand.request()))
                    .isInstanceOfSatisfying(DatacookException.class, failed -> {
                        assertThat(failed.code()).isEqualTo(ErrorCode.DATA_INVALID);
                        assertThat(failed.place()).isNotBlank();
                    });
        }
    }

    @Test
    default void aBadRowIsLeftOutWithItsPlaceWhereAskedFor() {
        try (BufferAllocator allocator = new RootAllocator();
                Source source = openWithBadRow(SourceHand.context(allocator, folder(), 1))) {
            assumeThat(source).isNotNull();
        }
        try (SourceHand hand = SourceHand.open(folder(), 1, this::withBadRow)) {
            SourceHand.Read read = hand.readAll(hand.rejecting());

            assertThat(read.ids()).containsExactly(1L, 2L, 4L, 5L);
            assertThat(read.rejects()).hasSize(1);
            Reject reject = read.rejects().getFirst();
            assertThat(reject.stage()).isEqualTo("read");
            assertThat(reject.place()).isNotBlank();
            assertThat(reject.reason()).isNotBlank();
            assertThat(reject.record()).isNotBlank();
        }
    }

    private Source withBadRow(io.datacook.api.ConnectorContext context) {
        return java.util.Objects.requireNonNull(openWithBadRow(context));
    }

    @Test
    default void closingEarlyLeavesNothingBehind() {
        // the hand's allocator fails if a buffer is left
        try (SourceHand hand = SourceHand.open(folder(), 1, context -> open(context, 100))) {
            ReadRequest request = hand.request(3, 1 << 20);
            for (Split split : hand.source().splits(request)) {
                hand.source().read(request, split, Position.START).close();
                try (SplitReader reader = hand.source().read(request, split, Position.START)) {
                    Batch first = reader.next();
                    if (first != null) {
                        first.close();
                    }
                }
            }
        }
    }

    @Test
    default void runningOutOfMemoryLeavesNothingBehind() {
        boolean passed = false;
        for (long limit = 1 << 10; !passed; limit *= 2) {
            try (BufferAllocator allocator = new RootAllocator(limit)) {
                passed = readsWithin(allocator);
            }
        }
    }

    private boolean readsWithin(BufferAllocator allocator) {
        try (Source source = open(SourceHand.context(allocator, folder(), 1), 200)) {
            ReadRequest request = SourceSubject.request(source);
            for (Split split : source.splits(request)) {
                try (SplitReader reader = source.read(request, split, Position.START)) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        batch.close();
                    }
                }
            }
            return true;
        } catch (OutOfMemoryException | DatacookException full) {
            return false;
        }
    }

    @Test
    default void severalReadersWorkAtOnce() throws Exception {
        try (SourceHand hand = SourceHand.open(folder(), 2, context -> open(context, 500));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ReadRequest request = hand.request(50, 1 << 20);
            List<Split> splits = hand.source().splits(request);
            List<List<Future<SourceHand.Read>>> copies = new ArrayList<>();
            for (int copy = 0; copy < 3; copy++) {
                copies.add(splits.stream()
                        .map(split -> threads.submit(() -> hand.read(request, split, Position.START)))
                        .toList());
            }

            for (List<Future<SourceHand.Read>> copy : copies) {
                List<Row> rows = new ArrayList<>();
                for (Future<SourceHand.Read> read : copy) {
                    rows.addAll(table(read.get()));
                }
                assertThat(rows).containsExactlyElementsOf(SourceSubject.table(500));
            }
        }
    }

    /// Reads all splits, closing each batch behind the check.
    private static void forEachBatch(SourceHand hand, ReadRequest request, java.util.function.Consumer<Batch> check) {
        int batches = 0;
        for (Split split : hand.source().splits(request)) {
            try (SplitReader reader = hand.source().read(request, split, Position.START)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    Batch checked = batch;
                    try (checked) {
                        check.accept(checked);
                        batches++;
                    }
                }
            }
        }
        assertThat(batches).isPositive();
    }
}
