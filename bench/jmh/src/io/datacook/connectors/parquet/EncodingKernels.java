package io.datacook.connectors.parquet;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Nanoseconds for each value of the encodings of Parquet pages, one page of 65,536 values at a time.
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodingKernels {
    private static final int VALUES = 65_536;

    /// Bits of the numbers.
    @Param({"4", "9", "17", "31"})
    public int width;

    private final int[] indexes = new int[VALUES];
    private final int[] found = new int[VALUES];
    private final long[] numbers = new long[VALUES];
    private final long[] decoded = new long[VALUES];
    private final Bytes out = new Bytes(1 << 20);
    private final Bytes packed = new Bytes(1 << 20);
    private final Bytes differences = new Bytes(1 << 20);

    @Setup
    public void fill() {
        Random random = new Random(7);
        for (int i = 0; i < VALUES; i++) {
            indexes[i] = random.nextInt() >>> (32 - width);
            numbers[i] = (i * 1_000L) + indexes[i];
        }
        RunLength.encode(indexes, VALUES, width, packed);
        DeltaPacked.encode(numbers, 0, VALUES, DeltaPacked.Width.INT64, differences);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int packIndexes() {
        out.clear();
        RunLength.encode(indexes, VALUES, width, out);
        return out.size;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int unpackIndexes() {
        return RunLength.decode(packed.array, 0, packed.size, width, found, VALUES);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int packDifferences() {
        out.clear();
        DeltaPacked.encode(numbers, 0, VALUES, DeltaPacked.Width.INT64, out);
        return out.size;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int unpackDifferences() {
        return DeltaPacked.decode(differences.array, 0, differences.size, decoded, VALUES);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int findInDictionary() {
        LongIndex dictionary = new LongIndex(1 << 20, 8, new DictionaryRoom(0));
        dictionary.index(numbers, VALUES, found);
        return dictionary.size();
    }
}
