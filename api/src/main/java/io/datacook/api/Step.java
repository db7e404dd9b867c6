package io.datacook.api;

import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Schema;

/// Changes batches on their way.
///
/// **Threading:** one thread at a time; parallel lanes open a step each. **Closing:** once, by the engine.
public interface Step extends AutoCloseable {
    /// The columns that come out.
    Schema output();

    /// Takes a batch and hands on what comes of it, none, one or several.
    ///
    /// A batch that is handed on keeps the position, origin and rejects of the one it came from; a step that holds
    /// rows back hands on batches without a position until all rows up to one are out.
    ///
    /// @param batch owned by the step from now on
    /// @param out takes ownership of what it is given
    void accept(Batch batch, Consumer<Batch> out);

    /// No more batches: hands on what was held back.
    default void end(Consumer<Batch> out) {}

    /// Whether each row comes out by itself, so that parallel lanes may run the step on parts of a stream.
    default boolean rowByRow() {
        return true;
    }

    @Override
    void close();
}
