package io.datacook.engine.link;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// Makes frames of bytes as they come, in pieces of any size; bodies go straight into Arrow memory.
///
/// **Threading:** one thread at a time. **Closing:** frees what is not whole yet.
final class FrameReader implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Consumer<Received> out;
    private final byte[] head = new byte[FrameHeader.BYTES];
    private int headFilled;
    private @Nullable FrameHeader header;
    private byte @Nullable [] metadata;
    private int metadataFilled;
    private @Nullable ArrowBuf body;
    private long bodyFilled;

    /// @param allocator owns the bodies
    /// @param out takes each whole frame
    FrameReader(BufferAllocator allocator, Consumer<Received> out) {
        this.allocator = allocator;
        this.out = out;
    }

    /// Takes all remaining bytes.
    ///
    /// @throws io.datacook.api.DatacookException if they are no frames
    void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            FrameHeader known = header;
            if (known == null) {
                headFilled += copy(bytes, head, headFilled);
                if (headFilled == head.length) {
                    begin();
                }
            } else if (metadataFilled < known.metadataBytes()) {
                metadataFilled += copy(bytes, Objects.requireNonNull(metadata), metadataFilled);
                if (metadataFilled == known.metadataBytes()) {
                    beginBody(known);
                }
            } else {
                fillBody(bytes, known);
            }
        }
    }

    private static int copy(ByteBuffer from, byte[] to, int filled) {
        int size = Math.min(from.remaining(), to.length - filled);
        from.get(to, filled, size);
        return size;
    }

    private void begin() {
        FrameHeader begun = FrameHeader.read(head);
        header = begun;
        metadata = new byte[begun.metadataBytes()];
        metadataFilled = 0;
        if (begun.metadataBytes() == 0) {
            beginBody(begun);
        }
    }

    private void beginBody(FrameHeader begun) {
        begun.check(head, Objects.requireNonNull(metadata));
        bodyFilled = 0;
        if (begun.bodyBytes() == 0) {
            emit(begun);
        } else {
            body = allocator.buffer(begun.bodyBytes());
        }
    }

    private void fillBody(ByteBuffer bytes, FrameHeader begun) {
        int size = (int) Math.min(bytes.remaining(), begun.bodyBytes() - bodyFilled);
        ByteBuffer part = bytes.slice(bytes.position(), size);
        Objects.requireNonNull(body).setBytes(bodyFilled, part);
        bytes.position(bytes.position() + size);
        bodyFilled += size;
        if (bodyFilled == begun.bodyBytes()) {
            Objects.requireNonNull(body).writerIndex(bodyFilled);
            emit(begun);
        }
    }

    private void emit(FrameHeader whole) {
        Received frame = new Received(whole.type(), Objects.requireNonNull(metadata), body, whole.frameBytes());
        header = null;
        metadata = null;
        body = null;
        headFilled = 0;
        out.accept(frame);
    }

    /// Whether the bytes so far end with a whole frame.
    boolean isBetweenFrames() {
        return header == null && headFilled == 0;
    }

    @Override
    public void close() {
        if (body != null) {
            body.close();
            body = null;
        }
    }
}
