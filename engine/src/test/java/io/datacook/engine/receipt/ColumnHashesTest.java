package io.datacook.engine.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Columns as a whole against their cells one by one.
class ColumnHashesTest {
    private static final int BLOCK = 2048;

    private final BufferAllocator allocator = new RootAllocator();
    private final Random random = new Random(20261126);

    @AfterEach
    void noMemoryIsLeft() {
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5})
    void aColumnIsTheSumOfItsCells(int rows) {
        for (double nulls : List.of(0.0, 0.3, 1.0)) {
            columns(rows, nulls).forEach(vector -> {
                try (vector) {
                    assertThat(new ColumnHashes().sum(vector, rows, vector.getNullCount()))
                            .as("%s, %d rows, %s null", vector.getMinorType(), rows, nulls)
                            .isEqualTo(oneByOne(vector, rows));
                }
            });
        }
    }

    @Test
    void textsLongerThanABlockAreHashedInPieces() {
        try (VarCharVector vector = new VarCharVector("text", allocator)) {
            int[] lengths = {3, 40_000, 0, 12_288, 12_289, 100_003, 32_768, 11, 70_000};
            for (int row = 0; row < lengths.length; row++) {
                vector.setSafe(row, letters(lengths[row]));
            }
            vector.setValueCount(lengths.length);

            long sum = 0;
            for (int row = 0; row < lengths.length; row++) {
                sum += Hashes.of(vector.get(row));
            }
            assertThat(new ColumnHashes().sum(vector, lengths.length, 0)).isEqualTo(sum);
        }
    }

    @Test
    void bytesBehindATextDoNotMatter() {
        byte[] text = letters(64);
        for (int length = 0; length <= 40; length++) {
            byte[] alone = java.util.Arrays.copyOf(text, length);
            assertThat(new Lookup3().of(text, 0, length)).as("%d bytes", length).isEqualTo(Hashes.of(alone));
        }
    }

    private static long oneByOne(FieldVector vector, int rows) {
        CellHashes hashes = CellHashes.of(vector);
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += vector.isNull(row) ? 0 : hashes.at(row);
        }
        return sum;
    }

    private Stream<FieldVector> columns(int rows, double nulls) {
        return Stream.of(
                filled(new IntVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, random.nextInt())),
                filled(new SmallIntVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, row - 9)),
                filled(new BigIntVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, random.nextLong())),
                filled(new DateDayVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, random.nextInt())),
                filled(new TimeMicroVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, random.nextLong())),
                filled(new TimeStampSecVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, moment())),
                filled(new TimeStampMilliVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, moment())),
                filled(
                        new TimeStampMicroTZVector("c", allocator, "UTC"),
                        rows,
                        nulls,
                        (v, row) -> v.setSafe(row, moment())),
                filled(new TimeStampNanoVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, moment())),
                filled(new Float4Vector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, row / 7f)),
                filled(new Float8Vector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, number(row))),
                filled(new BitVector("c", allocator), rows, nulls, (v, row) -> v.setSafe(row, random.nextInt(2))),
                filled(new DecimalVector("c", allocator, 38, 2), rows, nulls, (v, row) -> v.setSafe(row, decimal(row))),
                filled(
                        new VarCharVector("c", allocator),
                        rows,
                        nulls,
                        (v, row) -> v.setSafe(row, letters(random.nextInt(40)))));
    }

    private <V extends FieldVector> FieldVector filled(V vector, int rows, double nulls, ObjIntConsumer<V> set) {
        vector.setInitialCapacity(rows);
        vector.allocateNew();
        for (int row = 0; row < rows; row++) {
            if (random.nextDouble() >= nulls) {
                set.accept(vector, row);
            }
        }
        vector.setValueCount(rows);
        return vector;
    }

    private long moment() {
        return random.nextLong(-4_000_000_000L, 4_000_000_000L);
    }

    private static double number(int row) {
        return switch (row % 5) {
            case 0 -> -0.0;
            case 1 -> 0.0;
            case 2 -> Double.NaN;
            default -> row / 3.0;
        };
    }

    private BigDecimal decimal(int row) {
        return new BigDecimal(new BigInteger(row % 3 == 0 ? 100 : 40, random), 2);
    }

    private byte[] letters(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
