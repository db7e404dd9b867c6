package io.datacook.testkit;

import static io.datacook.testkit.DestinationHand.codeOf;
import static io.datacook.testkit.DestinationHand.epoch;
import static io.datacook.testkit.DestinationHand.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Batch;
import io.datacook.api.DestinationFeature;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.Manifest;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.api.TypeNames;
import io.datacook.api.WriteMode;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.receipt.Receipt;
import io.datacook.engine.receipt.ReceiptBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a destination tells of the rows it made visible, for receipts. See [DestinationContract].
public interface DestinationReceiptContract extends DestinationSubject {
    /// The modes in which the destination can tell the rows of a load from others.
    default List<WriteMode> receiptModes() {
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

    /// Types that the destination keeps as something else, so that a receipt compares their nulls only.
    default Set<String> typesComparedByNulls() {
        return Set.of();
    }

    @Test
    default void receiptsAgreeWithWhatWasLoadedAndWithNothingElse() {
        for (WriteMode mode : receiptModes()) {
            String target = DestinationHand.newTarget();
            Rows first = new Rows(row(1, "a"), row(2, null), row(3, "c"));
            assertThat(receipt(target, mode, "w1", 1, first, first).describe())
                    .as("%s", mode)
                    .isEqualTo("3 rows and 2 columns agree");
            Rows second = new Rows(row(2, "b"), row(4, "d"));
            assertThat(receipt(target, mode, "w2", 10, second, second).describe())
                    .as("%s", mode)
                    .isEqualTo("2 rows and 2 columns agree");
        }
    }

    @Test
    default void receiptsSeeALostADoubledAndAChangedRow() {
        Rows sent = new Rows(row(1, "a"), row(2, "b"), row(3, "c"));
        List<Rows> faults = List.of(
                new Rows(row(1, "a"), row(2, "b")),
                new Rows(row(1, "a"), row(2, "b"), row(3, "c"), row(3, "c")),
                new Rows(row(1, "a"), row(2, "b"), row(2, "b")),
                new Rows(row(1, "a"), row(2, "b"), row(3, "x")),
                new Rows(row(1, "a"), row(2, "b"), row(4, "c")));
        for (WriteMode mode : receiptModes()) {
            for (Rows arrived : faults) {
                boolean keyed = mode instanceof WriteMode.Merge || mode instanceof WriteMode.Scd2;
                if (keyed && arrived.rows().size() == 3 && arrived.keys() == 2) {
                    continue; // two rows of a key in place of two keys are told by values only, which give way
                }
                String target = DestinationHand.newTarget();
                ErrorCode seen = codeOf(() -> receipt(target, mode, "w1", 1, sent, arrived));
                assertThat(seen).as("%s: %s for %s", mode, arrived, sent).isEqualTo(ErrorCode.RECEIPT_MISMATCH);
            }
        }
    }

    @Test
    default void receiptsCountRowsOfAnEarlierAttempt() {
        for (WriteMode mode : receiptModes()) {
            String target = DestinationHand.newTarget();
            List<Manifest> manifests = new ArrayList<>();
            String sums;
            // Given
            try (DestinationHand dead = new DestinationHand(this, target)) {
                Load load = dead.open(mode, "w1", 1);
                load.claim("s0", 2);
                sums = commit(dead, load, 1, 2, mode, manifests, new Rows(row(1, "a"), row(2, "b")), 0, "");
            }
            // When
            try (DestinationHand next = new DestinationHand(this, target)) {
                Load load = next.open(mode, "w1", 10);
                load.claim("s0", 11);
                sums = commit(next, load, 2, 11, mode, manifests, new Rows(row(3, "c")), 2, sums);
                load.finish(mode instanceof WriteMode.Append ? List.of() : manifests);
                // Then
                assertThat(book(load).verify(List.of(split(3, sums))).describe())
                        .as("%s", mode)
                        .isEqualTo("3 rows and 2 columns agree");
            }
        }
    }

    /// Writes, commits and publishes an epoch.
    private String commit(
            DestinationHand hand,
            Load load,
            long number,
            long fence,
            WriteMode mode,
            List<Manifest> manifests,
            Rows rows,
            long before,
            String sums) {
        Manifest manifest = hand.prepare(load, epoch("w1", "s0", number, fence), rows.array());
        if (!manifest.files().isEmpty()) {
            manifests.add(manifest);
        }
        if (mode instanceof WriteMode.Append) {
            load.publish(manifest);
        }
        ReceiptBook.Page page = book(load).page();
        rows.add(hand, page);
        return page.after(before, sums);
    }

    @Test
    default void receiptsAgreeForEveryType() {
        Set<String> byNulls = new TreeSet<>();
        for (TypeCase type : types()) {
            String target = DestinationHand.newTarget();
            Schema schema = new Schema(List.of(Tables.field("id", Tables.INT64), type.field()));
            try (DestinationHand hand = new DestinationHand(this, target)) {
                Load load = hand.load(hand.request(new WriteMode.Append(), "w1", 1, schema));
                load.open();
                load.claim("s0", 2);
                ReceiptBook book = book(load);
                ReceiptBook.Page page = book.page();
                try (Batch batch = twoRows(hand, schema, type);
                        EpochWriter writer = load.begin(epoch("w1", "s0", 1, 2))) {
                    page.add(batch);
                    writer.write(batch);
                    load.publish(DestinationHand.end(writer, "{}"));
                }
                load.finish(List.of());
                Receipt receipt = book.verify(List.of(split(2, page.after(0, ""))));
                assertThat(receipt.describe()).as("%s", type).startsWith("2 rows and ");
                if (receipt.columnsOther() > 0) {
                    byNulls.add(TypeNames.name(type.field()));
                }
            }
        }
        assertThat(byNulls).as("types of which only nulls are compared").isEqualTo(typesComparedByNulls());
    }

    private static Batch twoRows(DestinationHand hand, Schema schema, TypeCase type) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, hand.allocator());
        root.allocateNew();
        ((BigIntVector) root.getVector("id")).setSafe(0, 1);
        ((BigIntVector) root.getVector("id")).setSafe(1, 2);
        type.set().accept(root.getVector(type.field().getName()));
        root.setRowCount(2);
        return new Batch(root, Position.of("row", 2), Origin.consecutive("t", "row", 1), List.of());
    }

    /// Loads some rows and asks for the receipt of others.
    ///
    /// @param sent what the engine believes to have written
    /// @param arrived what the destination got
    private Receipt receipt(String target, WriteMode mode, String window, long fence, Rows sent, Rows arrived) {
        try (DestinationHand hand = new DestinationHand(this, target)) {
            Load load = hand.open(mode, window, fence);
            load.claim("s0", fence + 1);
            ReceiptBook book = book(load);
            ReceiptBook.Page page = book.page();
            sent.add(hand, page);
            Manifest manifest = hand.prepare(load, epoch(window, "s0", 1, fence + 1), arrived.array());
            if (mode instanceof WriteMode.Append) {
                load.publish(manifest);
                load.finish(List.of());
            } else {
                load.finish(manifest.files().isEmpty() ? List.of() : List.of(manifest));
            }
            return book.verify(List.of(split(sent.rows().size(), page.after(0, ""))));
        }
    }

    private static ReceiptBook book(Load load) {
        return new ReceiptBook(load::visible, 1, ReceiptBook.BYTES_MAX);
    }

    private static SplitState split(long rows, String sums) {
        return new SplitState(
                Split.of("s0", Map.of()),
                2,
                1,
                Position.of("row", rows),
                true,
                rows,
                0,
                0,
                null,
                sums,
                "",
                List.of(),
                SplitState.NOTHING,
                0);
    }

    /// Rows of [DestinationHand#SCHEMA].
    record Rows(List<@Nullable Object[]> rows) {
        Rows(@Nullable Object[]... rows) {
            this(List.of(rows));
        }

        private @Nullable Object[][] array() {
            return rows.toArray(new @Nullable Object[0][]);
        }

        private long keys() {
            return rows.stream().map(row -> row[0]).distinct().count();
        }

        private void add(DestinationHand hand, ReceiptBook.Page page) {
            try (Batch batch = Tables.batch(hand.allocator(), DestinationHand.SCHEMA, 1, rows)) {
                page.add(batch);
            }
        }

        @Override
        public String toString() {
            return rows.stream().map(java.util.Arrays::toString).toList().toString();
        }
    }
}
