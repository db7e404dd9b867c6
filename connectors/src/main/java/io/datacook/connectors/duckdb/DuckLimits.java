package io.datacook.connectors.duckdb;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// What one DuckDB instance may use.
///
/// @param memory of its buffers, at least 16 MiB; DuckDB's own bookkeeping and Arrow buffers come on top
/// @param threads that work on one statement, 1 to 64; fewer where there are not 32 MiB for each
/// @param spill a folder for what does not fit into memory, in a folder of the instance's own, or `null` if nothing may
///     be spilled
record DuckLimits(ByteSize memory, int threads, @Nullable Path spill) {
    private static final ByteSize MEMORY_MIN = ByteSize.parse("16MiB");

    /// What a thread wants for its own blocks; more threads than memory for them fail instead of waiting.
    private static final long BYTES_PER_THREAD = 32L << 20;

    DuckLimits {
        if (memory.bytes() < MEMORY_MIN.bytes()) {
            throw invalid("memory_limit is %s; DuckDB needs at least %s".formatted(memory, MEMORY_MIN));
        }
        if (threads < 1 || threads > 64) {
            throw invalid("threads is %d; write a number from 1 to 64".formatted(threads));
        }
        threads = Math.clamp(memory.bytes() / BYTES_PER_THREAD, 1, threads);
    }

    /// What an instance is for, which says how much of the run's memory it takes where the recipe does not.
    enum Share {
        /// Reads rows in their order: hardly more than the blocks under its hands.
        SOURCE(20, 24, 64),
        /// Writes, sorts, joins: spills what does not fit.
        WORK(60, 48, 128);

        private final int percent;
        private final long minMiB;
        private final long maxMiB;

        Share(int percent, long minMiB, long maxMiB) {
            this.percent = percent;
            this.minMiB = minMiB;
            this.maxMiB = maxMiB;
        }

        /// The memory of an instance.
        ///
        /// @param declared by the recipe, or `null`
        /// @param allocator the run's, whose limit is what the run may take beside the heap
        ByteSize of(@Nullable ByteSize declared, BufferAllocator allocator) {
            if (declared != null) {
                return declared;
            }
            long share = allocator.getRoot().getLimit() / 100 * percent;
            return new ByteSize(Math.clamp(share, minMiB << 20, maxMiB << 20));
        }
    }

    private static DatacookException invalid(String message) {
        return new DatacookException(ErrorCode.RECIPE_INVALID, message);
    }
}
