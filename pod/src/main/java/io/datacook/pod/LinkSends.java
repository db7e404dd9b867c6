package io.datacook.pod;

import io.datacook.engine.link.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sends frames from where their bytes lie: one write for each, a few at once, and each frame is closed when its write
/// is done.
///
/// The bytes go to the socket as a composite of the Arrow buffers, without a copy in user space. **Threading:** as
/// reactive streams ask for.
final class LinkSends implements Flow.Subscriber<Frame> {
    /// One is on its way while the next is made ready.
    private static final int WRITES_MAX = 2;

    private final Function<Buffer, Future<Void>> write;
    private final Runnable done;
    private final Consumer<Throwable> broken;
    private Flow.@Nullable Subscription frames;
    private boolean cancelled;

    /// @param write sends bytes, in the order of calls
    /// @param done called after the last frame
    /// @param broken called when frames cannot be made or sent any more
    LinkSends(Function<Buffer, Future<Void>> write, Runnable done, Consumer<Throwable> broken) {
        this.write = write;
        this.done = done;
        this.broken = broken;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        boolean late;
        synchronized (this) {
            frames = subscription;
            late = cancelled;
        }
        if (late) {
            subscription.cancel();
        } else {
            subscription.request(WRITES_MAX);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x 4 has no other way to send bytes without a copy
    public void onNext(Frame frame) {
        Future<Void> written;
        try {
            written = write.apply(Buffer.buffer(composite(frame)));
        } catch (RuntimeException closed) {
            frame.close();
            cancel();
            broken.accept(closed);
            return;
        }
        written.onComplete(result -> {
            frame.close();
            if (result.failed()) {
                cancel();
                broken.accept(result.cause());
            } else {
                requestOne();
            }
        });
    }

    private synchronized Flow.@Nullable Subscription frames() {
        return frames;
    }

    private void requestOne() {
        Flow.Subscription subscription = frames();
        if (subscription != null) {
            subscription.request(1);
        }
    }

    /// The neighbour is gone.
    void cancel() {
        Flow.Subscription subscription;
        synchronized (this) {
            cancelled = true;
            subscription = frames;
        }
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private static ByteBuf composite(Frame frame) {
        List<ByteBuffer> parts = frame.buffers();
        // As many components as parts: beyond its limit netty would copy them into one.
        return parts.size() == 1
                ? Unpooled.wrappedBuffer(parts.getFirst())
                : Unpooled.wrappedBuffer(parts.size(), parts.toArray(new ByteBuffer[0]));
    }

    @Override
    public void onError(Throwable failure) {
        broken.accept(failure);
    }

    @Override
    public void onComplete() {
        done.run();
    }
}
