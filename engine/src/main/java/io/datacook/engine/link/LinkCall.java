package io.datacook.engine.link;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/// One connection as its right half sees it: blocking calls on top of the transport's streams.
///
/// What waits to be taken is bounded by the credit that was granted. **Threading:** one thread takes, any sends.
/// **Closing:** ends the connection and frees what was not taken.
final class LinkCall implements AutoCloseable {
    private final LinkConnection connection;
    private final LinkOptions options;
    private final UnicastProcessor<Frame> outgoing = UnicastProcessor.create();
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final FrameReader frames;
    private volatile long seenNanos = System.nanoTime();
    private @Nullable Event last;

    private LinkCall(LinkConnection connection, LinkOptions options, BufferAllocator allocator) {
        this.connection = connection;
        this.options = options;
        this.frames = new FrameReader(allocator, this::accept);
    }

    /// Connects and asks.
    static LinkCall open(LinkDialer dialer, Request request, LinkOptions options, BufferAllocator allocator) {
        LinkCall call = new LinkCall(dialer.dial(), options, allocator);
        call.start(request);
        return call;
    }

    private sealed interface Event {
        record Came(Received frame) implements Event {}

        record Broke(DatacookException failure) implements Event {}

        record Ended() implements Event {}
    }

    private void start(Request request) {
        send(RequestCodec.frame(request, options));
        connection.exchange(outgoing).subscribe().with(this::read, this::failed, this::ended);
        Thread.ofVirtual().name("link-heartbeat").start(this::giveSignsOfLife);
    }

    private void giveSignsOfLife() {
        try {
            while (!closed.await(options.heartbeat().toNanos(), TimeUnit.NANOSECONDS)) {
                send(Frame.of(FrameType.HEARTBEAT, new MetaWriter()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void read(ByteBuffer bytes) {
        if (closed.getCount() == 0) {
            return;
        }
        seenNanos = System.nanoTime();
        try {
            frames.accept(bytes);
        } catch (DatacookException damaged) {
            give(new Event.Broke(damaged));
            connection.close();
        } catch (OutOfMemoryException exhausted) {
            give(new Event.Broke(new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "memory ran out while receiving (%s); lower runtime.batch_size or the link's credit"
                            .formatted(exhausted.getMessage()),
                    exhausted)));
            connection.close();
        }
    }

    private void accept(Received frame) {
        switch (frame.type()) {
            case HEARTBEAT -> frame.close();
            case ANSWER, BATCH, END, ERROR -> give(new Event.Came(frame));
            case REQUEST, CREDIT, ACKNOWLEDGE -> {
                frame.close();
                throw LinkFailures.damaged("a frame that only goes to the left: " + frame.type());
            }
        }
    }

    private synchronized void failed(Throwable failure) {
        give(new Event.Broke(
                failure instanceof DatacookException known
                        ? known
                        : LinkFailures.torn(connection.peer(), "in the middle", failure)));
    }

    private synchronized void ended() {
        give(
                frames.isBetweenFrames()
                        ? new Event.Ended()
                        : new Event.Broke(LinkFailures.torn(connection.peer(), "inside of a frame")));
    }

    private void give(Event event) {
        events.add(event);
    }

    /// Sends a frame after those before it.
    synchronized void send(Frame frame) {
        outgoing.onNext(frame);
    }

    /// Says that all is said; the left half then ends the connection.
    synchronized void end() {
        closed.countDown();
        outgoing.onComplete();
    }

    /// The next frame, blocking until one came whole.
    ///
    /// @return owned by the caller
    /// @throws DatacookException what the left half says, or `LINK_BROKEN` if the connection broke or ended
    Received take() {
        Received frame = takeOrNull();
        if (frame == null) {
            throw LinkFailures.torn(connection.peer(), "before the answer");
        }
        return frame;
    }

    private @Nullable Received takeOrNull() {
        return switch (next()) {
            case Event.Came(Received frame)
            when frame.type() == FrameType.ERROR -> {
                try (frame) {
                    throw AnswerCodec.error(frame.reader());
                }
            }
            case Event.Came(Received frame) -> frame;
            case Event.Broke broke -> {
                last = broke;
                throw broke.failure();
            }
            case Event.Ended ended -> {
                last = ended;
                yield null;
            }
        };
    }

    private Event next() {
        if (last != null) {
            return last;
        }
        long timeout = options.timeout().toNanos();
        try {
            while (true) {
                Event event = events.poll(timeout, TimeUnit.NANOSECONDS);
                if (event != null) {
                    return event;
                }
                if (System.nanoTime() - seenNanos >= timeout) {
                    return new Event.Broke(LinkFailures.silent(connection.peer(), options.timeout()));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Event.Broke(LinkFailures.torn(connection.peer(), "because this side stops"));
        }
    }

    /// Waits until the left half has ended the connection, so that it has heard everything.
    void awaitEnd() {
        for (Received frame = takeOrNull(); frame != null; frame = takeOrNull()) {
            frame.close();
        }
    }

    /// The neighbour, for messages.
    String peer() {
        return connection.peer();
    }

    @Override
    public void close() {
        connection.close();
        synchronized (this) {
            closed.countDown();
            outgoing.onComplete();
            frames.close();
            for (Event event = events.poll(); event != null; event = events.poll()) {
                if (event instanceof Event.Came(Received frame)) {
                    frame.close();
                }
            }
        }
    }
}
