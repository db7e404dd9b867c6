package io.datacook.engine.rows;

import io.datacook.api.Batch;
import io.datacook.api.Step;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/// A step that makes one batch of each batch, row by row.
///
/// **Threading:** one thread at a time. Holds nothing between batches.
public final class BatchStep implements Step {
    private final Schema output;
    private final BufferAllocator allocator;
    private final Change change;

    /// What the step does to a batch.
    @FunctionalInterface
    public interface Change {
        /// Makes the columns that come out.
        ///
        /// @param batch still owned by the step; its columns may be moved away
        /// @param columns to be filled and handed over by [NewColumns#batch]
        Batch apply(Batch batch, NewColumns columns);
    }

    /// A step that changes batches in one way.
    ///
    /// @param output the columns that come out
    public BatchStep(Schema output, BufferAllocator allocator, Change change) {
        this.output = output;
        this.allocator = allocator;
        this.change = change;
    }

    @Override
    public Schema output() {
        return output;
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> out) {
        Batch made;
        try (batch;
                NewColumns columns = new NewColumns(allocator)) {
            made = change.apply(batch, columns);
        }
        out.accept(made);
    }

    @Override
    public void close() {}
}
