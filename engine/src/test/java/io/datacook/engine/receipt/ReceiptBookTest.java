package io.datacook.engine.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.ChecksumForm;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.api.VisibleKeys;
import io.datacook.api.VisibleRows;
import io.datacook.api.VisibleSums;
import io.datacook.engine.commit.SplitState;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Decimal256Vector;
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
    private static final long GIVEN_EMPTY = -6_939_563_903_564_495_251L;
    private static final long GIVEN_TEXT = 1_363_368_932_168_137_884L;
    private static final long GIVEN_NUMBER = 6_327_884_766_802_921_082L;

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
        DecimalVector decimals = new DecimalVector("n", allocator, 38, 0);
        int[] values = {0, 7, -7, 1200, Integer.MIN_VALUE};
        for (int row = 0; row < values.length; row++) {
            ints.setSafe(row, values[row]);
            longs.setSafe(row, values[row]);
            decimals.setSafe(row, BigDecimal.valueOf(values[row]));
        }

        // When
        long sum = checksum(ints, values.length);

        // Then
        assertThat(checksum(longs, values.length)).isEqualTo(sum);
        assertThat(checksum(decimals, values.length)).isEqualTo(sum);
    }

    @Test
    void decimalsCountTheSameWhateverTheirWidth() {
        // Given
        DecimalVector narrow = new DecimalVector("n", allocator, 38, 2);
        Decimal256Vector wide = new Decimal256Vector("n", allocator, 70, 2);
        List<BigDecimal> values = List.of(new BigDecimal("12.50"), new BigDecimal("-12345678901234567890123.40"));
        for (int row = 0; row < values.size(); row++) {
            narrow.setSafe(row, values.get(row));
            wide.setSafe(row, values.get(row));
        }

        // Then
        assertThat(checksum(narrow, 2)).isEqualTo(checksum(wide, 2));
    }

    @Test
    void hashesAreThoseOfPostgres() {
        // what hashtextextended('', 0) and its siblings give on PostgreSQL
        assertThat(Hashes.of("")).isEqualTo(GIVEN_EMPTY);
        assertThat(Hashes.of("datacook loads rows")).isEqualTo(GIVEN_TEXT);
        assertThat(Hashes.of(-5_000_000_000L)).isEqualTo(GIVEN_NUMBER);
    }

    @Test
    void jsonCountsByItsDocument() {
        assertThat(CanonicalJson.of("{\"b\": 1.50, \"a\":[true, null],\"b\":1e2}"))
                .isEqualTo(CanonicalJson.of("{\"a\":[true,null],\"b\":100}"));
        assertThat(CanonicalJson.of("[1]")).isNotEqualTo(CanonicalJson.of("[2]"));
        assertThat(CanonicalJson.of("no json")).isEqualTo("no json");
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
        assertMismatch(wrote, new long[][] {{10, 1}, {2, 20}}, "; column 'b' of 2 rows");
    }

    @Test
    void sumsOfAnEarlierAttemptCount() {
        // Given
        String earlier = page(new long[][] {{1, 10}}).after(0, "");
        String now = page(new long[][] {{2, 20}}).after(1, earlier);

        // When
        Receipt receipt = book(new long[][] {{1, 10}, {2, 20}}).verify(List.of(split(2, now)));

        // Then
        assertThat(receipt.describe()).isEqualTo("2 rows and 2 columns agree");
        assertThatThrownBy(() -> book(new long[][] {{1, 11}, {2, 20}}).verify(List.of(split(2, now))))
                .hasMessageContaining("column 'b' of 2 rows");
    }

    @Test
    void withoutTheSumsOfAnEarlierAttemptRowsAreCompared() {
        // Given
        String now = page(new long[][] {{2, 20}}).after(1, "");
        ReceiptBook book = book(new long[][] {{1, 10}, {2, 20}});

        // Then
        assertThat(now).isEmpty();
        assertThat(book.verify(List.of(split(2, now))).describe())
                .startsWith("2 rows agree; columns not verified: an earlier attempt");
        assertThatThrownBy(() -> book.verify(List.of(split(3, now)))).isInstanceOf(DatacookException.class);
    }

    @Test
    void saysWhyNothingWasCompared() {
        // Given
        ReceiptBook large = new ReceiptBook(
                () -> (columns, rows) -> {
                    throw new AssertionError("must not read");
                },
                1,
                1);
        ReceiptBook.Page page = large.page();
        write(page, new long[][] {{1, 10}});

        // Then
        assertThat(large.verify(List.of(split(1, page.after(0, "")))).describe())
                .startsWith("not verified: more than");
        assertThat(new ReceiptBook(() -> null, 1, PLENTY)
                        .verify(List.of(split(1, "")))
                        .describe())
                .startsWith("not verified: this destination");
    }

    @Test
    void rowsThatGaveWayToLaterOnesAreExpectedToBeGone() {
        // Given
        long[][] wrote = {{1, 10}, {1, 11}, {2, 20}};
        long[][] shown = {{1, 11}, {2, 20}};
        String sums = page(wrote).after(0, "");

        // Then
        assertThat(keyed(new VisibleKeys(3, 2), shown)
                        .verify(List.of(split(3, sums)))
                        .describe())
                .isEqualTo("2 rows agree; columns not verified: 1 of the 3 rows written gave way to a later row of "
                        + "their key, or were deletions");
        assertThatThrownBy(() -> keyed(new VisibleKeys(2, 2), shown).verify(List.of(split(3, sums))))
                .hasMessageContaining("3 rows were committed and 2 arrived");
        assertThatThrownBy(() -> keyed(new VisibleKeys(3, 3), shown).verify(List.of(split(3, sums))))
                .hasMessageContaining("3 rows were committed and 2 are visible");
    }

    private ReceiptBook keyed(VisibleKeys keys, long[][] shown) {
        return new ReceiptBook(
                () -> new VisibleRows() {
                    @Override
                    public void read(Set<String> columns, Consumer<VectorSchemaRoot> rows) {
                        show(shown, rows);
                    }

                    @Override
                    public VisibleKeys keys() {
                        return keys;
                    }
                },
                1,
                PLENTY);
    }

    @Test
    void takesWhatTheSystemAddsUpAndReadsTheRest() {
        // Given
        String sums = page(new long[][] {{1, 10}, {2, 20}}).after(0, "");
        RowSums all = RowSums.parse(sums);
        assertThat(all).isNotNull();
        ColumnSum a = Objects.requireNonNull(all.columns().get("a"));

        // Then
        assertThat(computed(2, a.checksum(), new long[][] {{1, 10}, {2, 20}})
                        .verify(List.of(split(2, sums)))
                        .describe())
                .isEqualTo("2 rows and 2 columns agree");
        assertThatThrownBy(() -> computed(3, a.checksum(), new long[][] {}).verify(List.of(split(2, sums))))
                .hasMessageContaining("3 are visible");
        assertThatThrownBy(() -> computed(2, a.checksum() + 1, new long[][] {{1, 10}, {2, 20}})
                        .verify(List.of(split(2, sums))))
                .hasMessageContaining("column 'a'");
        assertThatThrownBy(() -> computed(2, a.checksum(), new long[][] {{1, 10}, {2, 21}})
                        .verify(List.of(split(2, sums))))
                .hasMessageContaining("column 'b'");
    }

    private ReceiptBook computed(long count, long checksum, long[][] shown) {
        VisibleSums sums =
                new VisibleSums(count, List.of(new VisibleSums.Column("a", ChecksumForm.NUMBER, 0, checksum)));
        return new ReceiptBook(
                () -> new VisibleRows() {
                    @Override
                    public void read(Set<String> columns, Consumer<VectorSchemaRoot> rows) {
                        assertThat(columns).containsExactly("b");
                        show(shown, rows);
                    }

                    @Override
                    public boolean isComputed() {
                        return true;
                    }

                    @Override
                    public VisibleSums sums(long expected) {
                        return sums;
                    }
                },
                1,
                PLENTY);
    }

    private void assertMismatch(long[][] wrote, long[][] shown, String message) {
        assertThatThrownBy(() -> receipt(wrote, shown))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RECEIPT_MISMATCH))
                .hasMessageContaining(message);
    }

    private Receipt receipt(long[][] wrote, long[][] shown) {
        String sums = "";
        for (int row = 0; row < wrote.length; row++) {
            sums = page(new long[][] {wrote[row]}).after(row, sums);
        }
        return book(shown).verify(List.of(split(wrote.length, sums)));
    }

    private ReceiptBook book(long[][] shown) {
        return new ReceiptBook(() -> (columns, rows) -> show(shown, rows), 1, PLENTY);
    }

    private void show(long[][] shown, Consumer<VectorSchemaRoot> rows) {
        try (VectorSchemaRoot root = root(shown)) {
            rows.accept(root);
        }
    }

    private ReceiptBook.Page page(long[][] rows) {
        ReceiptBook.Page page = book(rows).page();
        write(page, rows);
        return page;
    }

    private static SplitState split(long rows, String sums) {
        SplitState fresh = SplitState.fresh(Split.of("s0", Map.of()));
        return new SplitState(
                fresh.split(),
                2,
                1,
                Position.START,
                true,
                rows,
                16,
                0,
                null,
                sums,
                "",
                List.of(),
                SplitState.NOTHING,
                0);
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
