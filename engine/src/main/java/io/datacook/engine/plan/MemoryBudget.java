package io.datacook.engine.plan;

import io.datacook.api.ByteSize;
import org.jspecify.annotations.Nullable;

/// How a process shares out its memory: the heap, what the JVM itself needs, and Arrow's buffers.
///
/// The total is `runtime.memory`, else the container's limit, else [#TOTAL_DEFAULT]; the heap is what the launcher
/// set. What is left goes to Arrow, and an allocation beyond it fails instead of swelling the process.
///
/// @param total bytes the process may use
/// @param arrow bytes Arrow buffers may use
/// @param lanes lanes that share them
public record MemoryBudget(long total, long arrow, int lanes) {
    /// Without a limit from recipe or container.
    public static final long TOTAL_DEFAULT = 512L << 20;

    /// Code cache, metaspace, thread stacks and malloc's slack, measured on a CSV to Parquet load.
    private static final long JVM_OVERHEAD = 80L << 20;

    private static final long ARROW_MIN = 48L << 20;
    private static final long BATCH_MIN = 256L << 10;
    private static final long BATCH_MAX = 16L << 20;

    /// A lane holds a batch for each stage, the writer's buffers and the copy a step makes.
    private static final int SHARES_PER_LANE = 8;

    /// What buffers keep for later of all that Arrow may use: the batches that two lanes have in hand.
    private static final int KEPT_SHARE = 16;

    /// The budget of this process.
    ///
    /// @param declared `runtime.memory`, or `null`
    /// @param heapMax the heap's limit, in bytes
    public static MemoryBudget of(@Nullable ByteSize declared, long heapMax, int lanes) {
        return of(declared, ContainerMemory.limit(), heapMax, lanes);
    }

    static MemoryBudget of(@Nullable ByteSize declared, long containerLimit, long heapMax, int lanes) {
        long limit = containerLimit > 0 ? containerLimit : Long.MAX_VALUE;
        long total = Math.min(declared != null ? declared.bytes() : Math.min(limit, TOTAL_DEFAULT), limit);
        long arrow = Math.max(ARROW_MIN, total - heapMax - JVM_OVERHEAD);
        return new MemoryBudget(total, arrow, lanes);
    }

    /// Arrow bytes in one batch at most.
    public long batchBytesMax() {
        return Math.clamp(arrow / ((long) lanes * SHARES_PER_LANE), BATCH_MIN, BATCH_MAX);
    }

    /// Bytes of buffers that are kept for later at most.
    public long keptMax() {
        return arrow / KEPT_SHARE;
    }
}
