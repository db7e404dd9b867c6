package io.datacook.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private static final long KIB = 1024;

    @Test
    void aBufferThatCameBackIsLentAgain() {
        try (BufferPool pool = new BufferPool(1024 * KIB, 512 * KIB);
                RootAllocator allocator = allocator(pool, 1024 * KIB)) {
            long address;
            try (ArrowBuf first = allocator.buffer(64 * KIB)) {
                address = first.memoryAddress();
            }
            assertThat(pool.kept()).isEqualTo(64 * KIB);

            try (ArrowBuf again = allocator.buffer(64 * KIB)) {
                assertThat(again.memoryAddress()).isEqualTo(address);
                assertThat(pool.kept()).isZero();
            }
            try (ArrowBuf other = allocator.buffer(128 * KIB)) {
                assertThat(other.memoryAddress()).isNotEqualTo(address);
                assertThat(pool.kept()).isEqualTo(64 * KIB);
            }
        }
    }

    @Test
    void noMoreIsKeptThanAllowedAndNothingSmallOrHuge() {
        try (BufferPool pool = new BufferPool(64 << 20, 100 * KIB);
                RootAllocator allocator = allocator(pool, 64 << 20)) {
            ArrowBuf[] buffers = new ArrowBuf[4];
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = allocator.buffer(32 * KIB);
            }
            for (ArrowBuf buffer : buffers) {
                buffer.close();
            }
            assertThat(pool.kept()).isEqualTo(3 * 32 * KIB);

            allocator.buffer(100).close();
            allocator.buffer(32 << 20).close();
            assertThat(pool.kept()).isEqualTo(3 * 32 * KIB);
        }
    }

    @Test
    void whatIsKeptMakesRoomForWhatIsLent() {
        try (BufferPool pool = new BufferPool(256 * KIB, 256 * KIB);
                RootAllocator allocator = allocator(pool, 256 * KIB)) {
            allocator.buffer(128 * KIB).close();
            allocator.buffer(32 * KIB).close();
            try (ArrowBuf _ = allocator.buffer(64 * KIB);
                    ArrowBuf _ = allocator.buffer(64 * KIB)) {
                assertThat(pool.kept() + allocator.getAllocatedMemory()).isLessThanOrEqualTo(256 * KIB);
                assertThatThrownBy(() -> allocator.buffer(256 * KIB)).isInstanceOf(OutOfMemoryException.class);
            }
        }
    }

    @Test
    void threadsNeverHoldTheSameMemory() throws Exception {
        try (BufferPool pool = new BufferPool(64 << 20, 8 << 20);
                RootAllocator allocator = allocator(pool, 64 << 20);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> workers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                long mark = thread + 1;
                workers.add(threads.submit(() -> {
                    Random random = new Random(mark);
                    for (int round = 0; round < 2000; round++) {
                        try (ArrowBuf buffer = allocator.buffer((32 * KIB) << random.nextInt(4))) {
                            long last = buffer.capacity() - 8;
                            buffer.setLong(0, mark * round);
                            buffer.setLong(last, mark);
                            Thread.yield();
                            assertThat(buffer.getLong(0)).isEqualTo(mark * round);
                            assertThat(buffer.getLong(last)).isEqualTo(mark);
                        }
                    }
                    return mark;
                }));
            }
            for (Future<Long> worker : workers) {
                assertThat(worker.get(1, TimeUnit.MINUTES)).isPositive();
            }
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    private static RootAllocator allocator(BufferPool pool, long limit) {
        return new RootAllocator(RootAllocator.configBuilder()
                .maxAllocation(limit)
                .allocationManagerFactory(pool)
                .build());
    }
}
