package io.datacook.engine.link;

/// Bytes that may still be sent: at most the window is in flight, or one frame that is larger alone.
///
/// **Threading:** safe for all threads.
final class Credit {
    private final long window;
    private long inFlight;
    private boolean closed;

    Credit(long window) {
        this.window = window;
    }

    /// Waits until a frame may be sent.
    ///
    /// @return `false` once closed
    synchronized boolean take(long bytes) {
        while (!closed && inFlight > 0 && inFlight + bytes > window) {
            try {
                wait();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        inFlight += bytes;
        return !closed;
    }

    /// The receiver has room again.
    synchronized void grant(long bytes) {
        inFlight -= bytes;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
