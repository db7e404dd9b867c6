package io.datacook.engine.link;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A wire between two halves in one process: bytes are copied as a socket would, in pieces of a stated size, and a test
/// may cut it after any frame or in the middle of one.
final class MemoryWire implements LinkDialer {
    private static final int PIECE_BYTES = 1000;

    private final LinkServer server;
    final AtomicInteger dialled = new AtomicInteger();
    final List<FrameType> sentRight = new CopyOnWriteArrayList<>();
    final AtomicInteger framesUntilCut = new AtomicInteger(Integer.MAX_VALUE);
    volatile Cut cut = Cut.AFTER_FRAME;

    /// How a wire is cut.
    enum Cut {
        /// The connection breaks when a frame was given whole.
        AFTER_FRAME,
        /// The connection breaks in the middle of a frame.
        INSIDE_FRAME,
        /// The connection ends as if all was well, in the middle of a frame.
        QUIETLY_INSIDE_FRAME
    }

    MemoryWire(LinkServer server) {
        this.server = server;
    }

    @Override
    public LinkConnection dial() {
        dialled.incrementAndGet();
        return new Connection();
    }

    private final class Connection implements LinkConnection {
        private volatile Flow.@Nullable Subscription left;
        private volatile boolean closed;

        @Override
        public String peer() {
            return "the other half";
        }

        @Override
        public Multi<ByteBuffer> exchange(Multi<Frame> outgoing) {
            Multi<ByteBuffer> toLeft = outgoing.map(MemoryWire::copy);
            return Multi.createFrom()
                    .emitter(right -> server.serve(toLeft).subscribe().withSubscriber(new Right(right)));
        }

        /// Takes frames as a transport does: also those that were on their way when the connection was closed.
        private final class Right implements Flow.Subscriber<Frame> {
            private final MultiEmitter<? super ByteBuffer> right;

            private Right(MultiEmitter<? super ByteBuffer> right) {
                this.right = right;
            }

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                left = subscription;
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Frame frame) {
                carry(frame, right);
            }

            @Override
            public void onError(Throwable failure) {
                right.fail(failure);
            }

            @Override
            public void onComplete() {
                right.complete();
            }
        }

        private void carry(Frame frame, MultiEmitter<? super ByteBuffer> right) {
            if (closed) {
                frame.close();
                return;
            }
            sentRight.add(frame.type());
            boolean last = framesUntilCut.decrementAndGet() == 0;
            ByteBuffer bytes = copy(frame);
            if (last && cut != Cut.AFTER_FRAME) {
                bytes.limit(bytes.limit() / 2);
            }
            while (bytes.hasRemaining()) {
                int size = Math.min(PIECE_BYTES, bytes.remaining());
                right.emit(bytes.slice(bytes.position(), size));
                bytes.position(bytes.position() + size);
            }
            if (last) {
                close();
                if (cut == Cut.QUIETLY_INSIDE_FRAME) {
                    right.complete();
                } else {
                    right.fail(new IOException("cut by the test"));
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            Flow.Subscription open = left;
            if (open != null) {
                open.cancel();
            }
        }
    }

    private static ByteBuffer copy(Frame frame) {
        try (frame) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(frame.bytes()));
            frame.buffers().forEach(bytes::put);
            return bytes.flip();
        }
    }
}
