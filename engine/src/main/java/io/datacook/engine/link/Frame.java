package io.datacook.engine.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/// One frame to be sent: a head on the heap and Arrow buffers that are sent from where they lie.
///
/// **Ownership:** whoever takes a frame closes it once its bytes are on their way, which frees the Arrow buffers;
/// closing it twice does nothing more. **Threading:** handed from thread to thread, used by one at a time.
public final class Frame implements AutoCloseable {
    private static final int ALIGNMENT = 8;
    private static final byte[] PADDING = new byte[ALIGNMENT];

    private final FrameType type;
    private final byte[] head;
    private final List<ArrowBuf> body;
    private final long bytes;
    private final Runnable release;
    private boolean released;

    private Frame(FrameType type, byte[] head, List<ArrowBuf> body, long bodyBytes, Runnable release) {
        this.type = type;
        this.head = head;
        this.body = body;
        this.bytes = head.length + bodyBytes;
        this.release = release;
    }

    static Frame of(FrameType type, MetaWriter metadata) {
        return new Frame(type, metadata.head(type, 0), List.of(), 0, () -> {});
    }

    /// @param bodyBytes of the buffers, each padded to 8 bytes
    /// @param release frees the buffers
    static Frame of(FrameType type, MetaWriter metadata, List<ArrowBuf> body, long bodyBytes, Runnable release) {
        return new Frame(type, metadata.head(type, bodyBytes), body, bodyBytes, release);
    }

    FrameType type() {
        return type;
    }

    /// All bytes it takes on the wire.
    public long bytes() {
        return bytes;
    }

    /// Its bytes in order, to be sent in one write; valid until the frame is closed.
    public List<ByteBuffer> buffers() {
        List<ByteBuffer> buffers = new ArrayList<>();
        buffers.add(ByteBuffer.wrap(head).asReadOnlyBuffer());
        for (ArrowBuf part : body) {
            long size = part.readableBytes();
            if (size > 0) {
                buffers.add(part.nioBuffer(part.readerIndex(), Math.toIntExact(size)));
            }
            int padding = (int) (-size & (ALIGNMENT - 1));
            if (padding > 0) {
                buffers.add(ByteBuffer.wrap(PADDING, 0, padding).asReadOnlyBuffer());
            }
        }
        return buffers;
    }

    @Override
    public void close() {
        if (!released) {
            released = true;
            release.run();
        }
    }

    @Override
    public String toString() {
        return type + " of " + bytes + " bytes";
    }
}
