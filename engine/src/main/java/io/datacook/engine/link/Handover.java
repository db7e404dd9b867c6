package io.datacook.engine.link;

import org.jspecify.annotations.Nullable;

/// One frame on its way from the thread that makes it to the one that sends it.
///
/// **Threading:** one thread puts, one polls, any closes. **Closing:** frees a frame that nobody took.
final class Handover implements AutoCloseable {
    private @Nullable Frame held;
    private boolean finished;
    private boolean closed;

    /// Waits for room.
    ///
    /// @param frame owned by the handover from now on
    /// @return `false` once closed
    synchronized boolean put(Frame frame) {
        while (!closed && held != null) {
            try {
                wait();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                frame.close();
                return false;
            }
        }
        if (closed) {
            frame.close();
            return false;
        }
        held = frame;
        notifyAll();
        return true;
    }

    /// Waits a while for a frame.
    ///
    /// @return owned by the caller, or `null` if none came in time or none will come any more
    synchronized @Nullable Frame poll(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        while (held == null && !finished && !closed) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        Frame frame = held;
        held = null;
        notifyAll();
        return frame;
    }

    /// Whether no frame will come any more.
    synchronized boolean isOver() {
        return closed || (finished && held == null);
    }

    /// No more frames are put; what is held is still given.
    synchronized void finish() {
        finished = true;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (held != null) {
            held.close();
            held = null;
        }
        notifyAll();
    }
}
