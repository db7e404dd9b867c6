package io.datacook.engine.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Totals over the time of a run, few enough to draw: when there are too many, every second one goes and they are taken
/// half as often.
///
/// **Threading:** safe for several threads.
final class Throughput {
    /// Points kept at most.
    static final int POINTS_MAX = 240;

    private static final long FIRST_INTERVAL_MILLIS = 50;

    private final List<Point> points = new ArrayList<>();
    private long intervalMillis = FIRST_INTERVAL_MILLIS;

    /// Totals at a moment.
    ///
    /// @param elapsed since the run began
    record Point(Duration elapsed, long rowsRead, long rowsWritten, long bytesRead) {}

    /// Keeps a point if enough time passed since the last one.
    ///
    /// @return whether it was kept
    synchronized boolean offer(Point point) {
        if (!points.isEmpty()
                && point.elapsed().minus(points.getLast().elapsed()).toMillis() < intervalMillis) {
            return false;
        }
        points.add(point);
        if (points.size() >= POINTS_MAX) {
            thin();
        }
        return true;
    }

    private void thin() {
        List<Point> kept = new ArrayList<>();
        for (int i = 1; i < points.size(); i += 2) {
            kept.add(points.get(i));
        }
        points.clear();
        points.addAll(kept);
        intervalMillis *= 2;
    }

    /// Adds the last point, whatever time passed.
    synchronized void end(Point point) {
        points.add(point);
    }

    /// All points so far, in order.
    synchronized List<Point> points() {
        return List.copyOf(points);
    }
}
