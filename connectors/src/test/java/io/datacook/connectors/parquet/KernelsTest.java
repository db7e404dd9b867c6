package io.datacook.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {
    private static final int[] COUNTS = {0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000};

    static IntStream widths() {
        return IntStream.rangeClosed(0, 64);
    }

    static Stream<Integer> intWidths() {
        return IntStream.rangeClosed(0, 32).boxed();
    }

    @ParameterizedTest
    @MethodSource("widths")
    void packedLongsComeBack(int width) {
        Random random = new Random(width);
        for (int count : COUNTS) {
            long[] values = longs(random, count + 3, width);
            Bytes out = new Bytes(0);
            out.write(0x5a);
            BitPacking.pack(values, 3, count, width, out);
            assertThat(out.size).isEqualTo(1 + (count * width + 7) / 8);

            long[] back = new long[count + 2];
            BitPacking.unpack(slack(out), 1, width, back, 2, count);
            assertThat(Arrays.copyOfRange(back, 2, count + 2)).isEqualTo(Arrays.copyOfRange(values, 3, count + 3));
        }
    }

    @ParameterizedTest
    @MethodSource("intWidths")
    void packedIntsAreTheBytesOfPackedLongs(int width) {
        Random random = new Random(width);
        for (int count : COUNTS) {
            long[] wide = longs(random, count, width);
            int[] values = Arrays.stream(wide).mapToInt(value -> (int) value).toArray();
            Bytes ints = new Bytes(0);
            Bytes longs = new Bytes(0);
            BitPacking.pack(values, 0, count, width, ints);
            BitPacking.pack(wide, 0, count, width, longs);
            assertThat(ints.copy()).isEqualTo(longs.copy());

            int[] back = new int[count];
            BitPacking.unpack(slack(ints), 0, width, back, 0, count);
            assertThat(back).isEqualTo(values);
        }
    }

    @ParameterizedTest
    @MethodSource("intWidths")
    void runsAndGroupsComeBackWhateverTheirLengths(int width) {
        Random random = new Random(31L + width);
        for (int count : COUNTS) {
            for (int runMax : new int[] {1, 9, 40, 2000}) {
                int[] values = runs(random, count, width, runMax);
                Bytes out = new Bytes(0);
                out.write(7);
                RunLength.encode(values, count, width, out);

                int[] back = new int[count];
                int end = RunLength.decode(slack(out), 1, out.size, width, back, count);
                assertThat(back).isEqualTo(values);
                assertThat(end).isEqualTo(out.size);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("widths")
    void differencesComeBack(int width) {
        Random random = new Random(17L + width);
        for (int count : COUNTS) {
            for (DeltaPacked.Width bits : DeltaPacked.Width.values()) {
                long[] values = longs(random, count, width);
                if (bits == DeltaPacked.Width.INT32) {
                    values = Arrays.stream(values).map(value -> (int) value).toArray();
                }
                Bytes out = new Bytes(0);
                DeltaPacked.encode(values, 0, count, bits, out);

                long[] back = new long[count];
                int end = DeltaPacked.decode(slack(out), 0, out.size, back, count);
                if (bits == DeltaPacked.Width.INT32) {
                    back = Arrays.stream(back).map(value -> (int) value).toArray();
                }
                assertThat(back).isEqualTo(values);
                assertThat(end).isEqualTo(out.size);
            }
        }
    }

    @Test
    void extremesFollowEachOther() {
        long[] values = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, 1};
        Bytes out = new Bytes(0);
        DeltaPacked.encode(values, 0, values.length, DeltaPacked.Width.INT64, out);
        long[] back = new long[values.length];
        DeltaPacked.decode(slack(out), 0, out.size, back, values.length);
        assertThat(back).isEqualTo(values);
    }

    @Test
    void everyCutOfAPageIsNoticedOrHarmless() {
        long[] values = longs(new Random(3), 300, 40);
        Bytes out = new Bytes(0);
        DeltaPacked.encode(values, 0, values.length, DeltaPacked.Width.INT64, out);
        for (int cut = 0; cut < out.size - 40; cut++) {
            byte[] bytes = Arrays.copyOf(Arrays.copyOf(out.array, cut), cut + BitPacking.SLACK_BYTES);
            int end = cut;
            assertThatThrownBy(() -> DeltaPacked.decode(bytes, 0, end, new long[300], 300))
                    .isInstanceOfAny(CorruptPage.class, IndexOutOfBoundsException.class);
        }
    }

    private static long[] longs(Random random, int count, int width) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = width == 0 ? 0 : random.nextLong() >>> (64 - width);
        }
        return values;
    }

    private static int[] runs(Random random, int count, int width, int runMax) {
        int[] values = new int[count];
        for (int at = 0; at < count; ) {
            int value = width == 0 ? 0 : random.nextInt() >>> (32 - width);
            int end = Math.min(count, at + 1 + random.nextInt(runMax));
            Arrays.fill(values, at, end, value);
            at = end;
        }
        return values;
    }

    private static byte[] slack(Bytes bytes) {
        return Arrays.copyOf(bytes.array, bytes.size + BitPacking.SLACK_BYTES);
    }
}
