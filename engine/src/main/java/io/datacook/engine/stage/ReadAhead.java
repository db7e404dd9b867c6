package io.datacook.engine.stage;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.Position;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Lets the stage to the left work while the one to the right does: reads ahead on a thread of its own, one batch.
///
/// Everything to the left runs on that one thread: batches are pulled and acknowledgements delivered there, between
/// batches. **Closing:** stops the thread, frees what was read ahead, closes the left stream.
public final class ReadAhead implements BatchStream {
    private static final int BATCHES_MAX = 1;

    private final BatchStream left;
    private final Schema schema;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(BATCHES_MAX);
    private final ConcurrentLinkedQueue<Position> acknowledged = new ConcurrentLinkedQueue<>();
    private final Thread reader;
    private volatile boolean closed;
    private boolean ended;

    private ReadAhead(BatchStream left, String name) {
        this.left = left;
        this.schema = left.schema();
        this.reader = Thread.ofVirtual().name("read-ahead " + name).unstarted(this::readAll);
    }

    /// Starts reading.
    ///
    /// @param left owned by the result from now on
    /// @param name of the split, for thread dumps
    public static ReadAhead start(BatchStream left, String name) {
        ReadAhead ahead = new ReadAhead(left, name);
        ahead.reader.start();
        return ahead;
    }

    private sealed interface Item {
        record Data(Batch batch) implements Item {}

        record Failed(RuntimeException failure) implements Item {}

        record End() implements Item {}
    }

    private void readAll() {
        Item last = new Item.End();
        try {
            for (Batch batch = left.next(); batch != null; batch = left.next()) {
                if (!put(new Item.Data(batch))) {
                    batch.close();
                    return;
                }
                deliver();
            }
        } catch (RuntimeException failed) {
            last = new Item.Failed(failed);
        }
        put(last);
    }

    private void deliver() {
        for (Position position = acknowledged.poll(); position != null; position = acknowledged.poll()) {
            left.acknowledge(position);
        }
    }

    /// Waits for room; `false` once closed.
    private boolean put(Item item) {
        try {
            if (closed) {
                return false;
            }
            queue.put(item);
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        if (ended) {
            return null;
        }
        return switch (take()) {
            case Item.Data(Batch batch) -> batch;
            case Item.Failed(RuntimeException failure) -> {
                ended = true;
                throw failure;
            }
            case Item.End() -> {
                ended = true;
                yield null;
            }
        };
    }

    private Item take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return queue.take();
                } catch (InterruptedException again) {
                    interrupted = true; // a lane is stopped between batches, never inside of one
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Delivered to the left between batches, at the latest when the stream ends.
    @Override
    public void acknowledge(Position committed) {
        if (reader.isAlive()) {
            acknowledged.add(committed);
        } else {
            deliver();
            left.acknowledge(committed);
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        join();
        for (Item item = queue.poll(); item != null; item = queue.poll()) {
            if (item instanceof Item.Data(Batch batch)) {
                batch.close();
            }
        }
        Closing.all(List.<AutoCloseable>of(this::deliver, left));
    }

    private void join() {
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
