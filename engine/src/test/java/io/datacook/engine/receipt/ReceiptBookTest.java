package io.datacook.engine.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptBookTest {
    private static final long PLENTY = 1 << 20;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingLeaks() {
        allocator.close();
    }

    @Test
    void theSameNumberCountsTheSameInEveryType() {
        // Given
        IntVector ints = new IntVector("n", allocator);
        BigIntVector longs = new BigIntVector("n", allocator);
        DecimalVector decimals = new DecimalVector("n", allocator, 38, 2);
        int[] values = {0, 7, -7, 1200, Integer.MIN_VALUE};
        for (int row = 0; row < values.length; row++) {
            ints.setSafe(row, values[row]);
            longs.setSafe(row, values[row]);
            decimals.setSafe(row, BigDecimal.valueOf(values[row]).setScale(2));
        }

        // When
        long sum = checksum(ints, values.length);

        // Then
        assertThat(checksum(longs, values.length)).isEqualTo(sum);
        assertThat(checksum(decimals, values.length)).isEqualTo(sum);
    }

    @Test
    void decimalsCountByValueWhateverTheirScale() {
        // Given
        DecimalVector narrow = new DecimalVector("n", allocator, 38, 1);
        DecimalVector wide = new DecimalVector("n", allocator, 38, 9);
        List<BigDecimal> values = List.of(new BigDecimal("12.5"), new BigDecimal("-12345678901234567890123.4"));
        for (int row = 0; row < values.size(); row++) {
            narrow.setSafe(row, values.get(row));
            wide.setSafe(row, values.get(row).setScale(9));
        }

        // Then
        assertThat(checksum(narrow, 2)).isEqualTo(checksum(wide, 2));
    }

    @Test
    void momentsCountByInstantAndTextsByBytes() {
        // Given
        TimeStampMilliVector millis = new TimeStampMilliVector("t", allocator);
        TimeStampMicroTZVector micros = new TimeStampMicroTZVector("t", allocator, "UTC");
        VarCharVector texts = new VarCharVector("s", allocator);
        LargeVarCharVector larges = new LargeVarCharVector("s", allocator);
        millis.setSafe(0, -1_234);
        micros.setSafe(0, -1_234_000);
        byte[] text = "nine bytes, and ü".getBytes(StandardCharsets.UTF_8);
        texts.setSafe(0, text);
        larges.setSafe(0, text);

        // Then
        assertThat(checksum(millis, 1)).isEqualTo(checksum(micros, 1));
        assertThat(checksum(texts, 1)).isEqualTo(checksum(larges, 1));
    }

    @Test
    void bothZerosAreOneAndAllNansAreOne() {
        // Given
        Float8Vector some = new Float8Vector("f", allocator);
        Float8Vector others = new Float8Vector("f", allocator);
        some.setSafe(0, 0.0);
        some.setSafe(1, Double.NaN);
        others.setSafe(0, -0.0);
        others.setSafe(1, Double.longBitsToDouble(0x7ff8000000000001L));

        // Then
        assertThat(checksum(some, 2)).isEqualTo(checksum(others, 2));
    }

    @Test
    void agreesInAnyOrderAndAnyParts() {
        // When
        Receipt receipt = receipt(new long[][] {{1, 10}, {2, 20}, {3, 30}}, new long[][] {{3, 30}, {1, 10}, {2, 20}});

        // Then
        assertThat(receipt.describe()).isEqualTo("3 rows and 2 columns agree");
    }

    @Test
    void seesALostADoubledAFlippedAndASwappedCell() {
        long[][] wrote = {{1, 10}, {2, 20}};

        assertMismatch(wrote, new long[][] {{1, 10}}, "2 rows were committed and 1 are visible");
        assertMismatch(wrote, new long[][] {{1, 10}, {2, 20}, {2, 20}}, "3 are visible");
        assertMismatch(wrote, new long[][] {{1, 10}, {1, 10}}, "column 'a' of 2 rows");
        assertMismatch(wrote, new long[][] {{1, 10}, {2, 21}}, "column 'b' of 2 rows");
        assertMismatch(wrote, new long[][] {{10, 1}, {2, 20}}, "column 'a' of 2 rows");
    }

    @Test
    void anEpochThatWasNotCommittedDoesNotCount() {
        // Given
        ReceiptBook book = ReceiptBook.fresh(
                rows -> {
                    try (VectorSchemaRoot root = root(new long[][] {{1, 10}})) {
                        rows.accept(root);
                    }
                },
                PLENTY);
        write(book.page(), new long[][] {{9, 90}});
        ReceiptBook.Page kept = book.page();
        write(kept, new long[][] {{1, 10}});

        // When
        kept.commit();

        // Then
        assertThat(book.verify(1).columns()).isEqualTo(2);
    }

    @Test
    void afterACrashOnlyRowsAreCompared() {
        // Given
        ReceiptBook book = ReceiptBook.resumed(
                rows -> {
                    try (VectorSchemaRoot root = root(new long[][] {{1, 10}, {2, 20}})) {
                        rows.accept(root);
                    }
                },
                16,
                PLENTY);

        // Then
        assertThat(book.verify(2).describe()).startsWith("2 rows agree; columns not verified: an earlier attempt");
        assertThatThrownBy(() -> book.verify(3)).isInstanceOf(DatacookException.class);
    }

    @Test
    void saysWhyNothingWasCompared() {
        // Given
        ReceiptBook large = ReceiptBook.fresh(
                rows -> {
                    throw new AssertionError("must not read");
                },
                1);
        write(large.page(), new long[][] {{1, 10}});

        // Then
        assertThat(large.verify(1).describe()).startsWith("not verified: more than");
        assertThat(ReceiptBook.fresh(null, PLENTY).verify(1).describe()).startsWith("not verified: this destination");
    }

    private void assertMismatch(long[][] wrote, long[][] shown, String message) {
        assertThatThrownBy(() -> receipt(wrote, shown))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RECEIPT_MISMATCH))
                .hasMessageContaining(message);
    }

    private Receipt receipt(long[][] wrote, long[][] shown) {
        ReceiptBook book = ReceiptBook.fresh(
                rows -> {
                    try (VectorSchemaRoot root = root(shown)) {
                        rows.accept(root);
                    }
                },
                PLENTY);
        for (long[] row : wrote) {
            ReceiptBook.Page page = book.page();
            write(page, new long[][] {row});
            page.commit();
        }
        return book.verify(wrote.length);
    }

    private void write(ReceiptBook.Page page, long[][] rows) {
        try (Batch batch = new Batch(root(rows), null, Origin.consecutive("test", "row", 1), List.of())) {
            page.add(batch);
        }
    }

    private VectorSchemaRoot root(long[][] rows) {
        BigIntVector a = new BigIntVector("a", allocator);
        BigIntVector b = new BigIntVector("b", allocator);
        for (int row = 0; row < rows.length; row++) {
            a.setSafe(row, rows[row][0]);
            b.setSafe(row, rows[row][1]);
        }
        a.setValueCount(rows.length);
        b.setValueCount(rows.length);
        return new VectorSchemaRoot(List.of(a.getField(), b.getField()), List.<FieldVector>of(a, b), rows.length);
    }

    /// Takes the vector.
    private static long checksum(FieldVector vector, int rows) {
        vector.setValueCount(rows);
        RowSums sums = new RowSums();
        try (VectorSchemaRoot root = new VectorSchemaRoot(List.of(vector))) {
            root.setRowCount(rows);
            sums.add(root);
        }
        return sums.columns().values().iterator().next().checksum();
    }
}
