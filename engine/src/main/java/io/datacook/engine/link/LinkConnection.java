package io.datacook.engine.link;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;

/// One open connection to the left neighbour, whatever carries it.
///
/// **Closing:** ends it at once, in both directions; may be called again and by any thread.
public interface LinkConnection extends AutoCloseable {
    /// The neighbour, for messages, such as `the extractor at 10.1.2.3:8080`.
    String peer();

    /// Carries frames to the left and bytes to the right. Called once.
    ///
    /// @param outgoing sent in order, each closed once it was sent; its end tells the neighbour that all is said
    /// @return bytes in order, in pieces of any size that are valid during the call only; ends when the neighbour
    ///     has ended well, fails when the connection breaks. What may come is bounded by the credit sent
    Multi<ByteBuffer> exchange(Multi<Frame> outgoing);

    @Override
    void close();
}
