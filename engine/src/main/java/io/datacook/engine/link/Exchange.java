package io.datacook.engine.link;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One connection as its left half sees it: bytes come in as notes for the worker, frames go out on request.
///
/// Three parties: the transport's thread brings bytes, a [Worker] answers, and this object's own thread hands frames
/// over one by one as the transport requests them, with a heartbeat where there are none. **Threading:** used once.
final class Exchange implements Flow.Publisher<Frame>, Flow.Subscription {
    private final LinkServer server;
    private final Multi<ByteBuffer> incoming;
    private final Handover out = new Handover();
    private final LinkedBlockingQueue<Note> notes = new LinkedBlockingQueue<>();
    private final Credit credit = new Credit(0);
    private final Demand demand = new Demand();
    private final AtomicInteger working = new AtomicInteger(2);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Duration heartbeat = LinkOptions.DEFAULT.heartbeat();
    private volatile Duration timeout = LinkOptions.DEFAULT.timeout();
    private volatile long seenNanos = System.nanoTime();
    private volatile boolean allSaid;
    private @Nullable Cancellable reading;

    Exchange(LinkServer server, Multi<ByteBuffer> incoming) {
        this.server = server;
        this.incoming = incoming;
    }

    /// What the worker is told.
    sealed interface Note {
        /// The right half asks.
        record Asked(Request request) implements Note {}

        /// The right half has committed.
        record Committed(MetaReader position) implements Note {}

        /// The right half is gone, or has said all.
        record Over() implements Note {}
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Frame> subscriber) {
        subscriber.onSubscribe(this);
        Worker worker = new Worker(server, notes, out, credit);
        server.began(this);
        start("link-send", () -> send(subscriber));
        start("link-work", worker::run);
        FrameReader frames = new FrameReader(server.allocator(), this::take);
        reading = incoming.subscribe()
                .with(
                        bytes -> read(frames, bytes),
                        failure -> {
                            frames.close();
                            gone();
                        },
                        () -> {
                            frames.close();
                            allSaid = true;
                            notes.add(new Note.Over());
                        });
    }

    /// One of the two threads; with the second the exchange ends, for either may hold memory.
    private void start(String name, Runnable work) {
        Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } finally {
                if (working.decrementAndGet() == 0) {
                    server.ended(this);
                    ended.countDown();
                }
            }
        });
    }

    /// Waits until everything is freed, but for frames that the transport still sends; comes soon after [#cancel],
    /// when the source gives its next batch.
    void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(FrameReader frames, ByteBuffer bytes) {
        seenNanos = System.nanoTime();
        try {
            frames.accept(bytes);
        } catch (RuntimeException damaged) {
            frames.close();
            gone();
            Cancellable source = reading;
            if (source != null) {
                source.cancel();
            }
        }
    }

    private void take(Received frame) {
        try (frame) {
            switch (frame.type()) {
                case REQUEST -> {
                    Request.Framed framed = RequestCodec.read(frame);
                    heartbeat = framed.heartbeat();
                    timeout = framed.timeout();
                    notes.add(new Note.Asked(framed.request()));
                }
                case CREDIT -> credit.grant(frame.reader().number());
                case ACKNOWLEDGE -> notes.add(new Note.Committed(frame.reader()));
                case HEARTBEAT -> {}
                case ANSWER, BATCH, END, ERROR ->
                    throw LinkFailures.damaged("a frame that only goes to the right: " + frame.type());
            }
        }
    }

    private void gone() {
        allSaid = true;
        credit.close();
        out.close();
        demand.close();
        notes.add(new Note.Over());
    }

    @Override
    public void request(long frames) {
        demand.add(frames);
    }

    @Override
    public void cancel() {
        gone();
        Cancellable source = reading;
        if (source != null) {
            source.cancel();
        }
    }

    private void send(Flow.Subscriber<? super Frame> subscriber) {
        try {
            while (!out.isOver()) {
                checkSilence();
                if (!demand.take(heartbeat.toNanos())) {
                    continue;
                }
                Frame frame = out.poll(heartbeat.toNanos());
                if (frame != null) {
                    subscriber.onNext(frame);
                } else if (!out.isOver()) {
                    subscriber.onNext(Frame.of(FrameType.HEARTBEAT, new MetaWriter()));
                }
            }
            subscriber.onComplete();
        } catch (InterruptedException | RuntimeException failed) {
            gone();
            subscriber.onError(failed);
        }
    }

    private void checkSilence() {
        if (!allSaid && System.nanoTime() - seenNanos > timeout.toNanos()) {
            throw LinkFailures.silent("the right neighbour", timeout);
        }
    }

    /// Frames the transport wants.
    private static final class Demand {
        private long wanted;
        private boolean closed;

        private synchronized void add(long more) {
            wanted = wanted + more < 0 ? Long.MAX_VALUE : wanted + more;
            notifyAll();
        }

        private synchronized void close() {
            closed = true;
            notifyAll();
        }

        /// Waits a while for one.
        private synchronized boolean take(long nanos) throws InterruptedException {
            long until = System.nanoTime() + nanos;
            while (wanted == 0 && !closed) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            if (wanted == 0) {
                return false;
            }
            wanted--;
            return true;
        }
    }
}
