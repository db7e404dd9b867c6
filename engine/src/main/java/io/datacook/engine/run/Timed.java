package io.datacook.engine.run;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.Position;
import java.util.function.ObjLongConsumer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Measures how long everything to its left takes, batch by batch. Closes the left stream.
final class Timed implements BatchStream {
    private final BatchStream left;
    private final ObjLongConsumer<@Nullable Batch> onBatch;
    private long nanos;

    /// @param onBatch hears of each batch, `null` at the end, and how long it took in nanoseconds
    Timed(BatchStream left, ObjLongConsumer<@Nullable Batch> onBatch) {
        this.left = left;
        this.onBatch = onBatch;
    }

    /// Nanoseconds spent to the left so far.
    long nanos() {
        return nanos;
    }

    @Override
    public Schema schema() {
        return left.schema();
    }

    @Override
    public @Nullable Batch next() {
        long before = System.nanoTime();
        Batch batch = left.next();
        long took = System.nanoTime() - before;
        nanos += took;
        onBatch.accept(batch, took);
        return batch;
    }

    @Override
    public void acknowledge(Position committed) {
        left.acknowledge(committed);
    }

    @Override
    public void close() {
        left.close();
    }
}
