package io.datacook.pod;

import io.datacook.api.PodExit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The pod's clockwork: tells the state service how far it is, and hears whether it is still wanted.
///
/// **Threading:** safe for all threads.
final class Beat {
    private static final long INTERVAL_SECONDS = 5;
    private static final long STUCK_SECONDS = 120;

    private final Progress progress;
    private final Drain drain;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long beatenNanos = System.nanoTime();
    private volatile boolean running;

    Beat(Progress progress, Drain drain) {
        this.progress = progress;
        this.drain = drain;
    }

    /// The pod can be reached: begins to beat.
    void start(Directory directory) {
        running = true;
        Thread.ofVirtual().name("heartbeat").start(() -> beat(directory));
    }

    private void beat(Directory directory) {
        try {
            do {
                if (!directory.heartbeat(progress.snapshot())) {
                    drain.ask(PodExit.SUPERSEDED);
                }
                beatenNanos = System.nanoTime();
            } while (!stopped.await(INTERVAL_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRunning() {
        return running;
    }

    /// Whether it beats, or has not begun to.
    boolean isAlive() {
        return !running || System.nanoTime() - beatenNanos < TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
    }

    /// Tells one last time how far the pod is.
    void last(Directory directory) {
        directory.heartbeat(progress.snapshot());
    }

    void stop() {
        stopped.countDown();
    }
}
