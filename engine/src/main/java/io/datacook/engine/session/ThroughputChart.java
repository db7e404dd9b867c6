package io.datacook.engine.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows read and rows committed in a second over the time of a run, as an inline SVG.
///
/// Reading is an area, because it goes on all the time; commits come in jumps, so what is drawn of them is the total on
/// the same axis of time. Stateless; safe for all threads.
final class ThroughputChart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 250;
    private static final int LEFT = 70;
    private static final int RIGHT = 76;
    private static final int TOP = 14;
    private static final int BOTTOM = 28;
    private static final int RATES_MAX = 80;

    private ThroughputChart() {}

    /// Fewer points say nothing worth a chart.
    static boolean worthwhile(List<Throughput.Point> points) {
        return points.size() >= 3 && points.getLast().elapsed().toMillis() >= 200;
    }

    private record Rate(double fromMillis, double toMillis, double rowsPerSecond) {}

    static String svg(List<Throughput.Point> points) {
        List<Rate> rates = rates(points);
        double totalMillis = Math.max(1, points.getLast().elapsed().toNanos() / 1e6);
        double rateTop =
                niceTop(rates.stream().mapToDouble(Rate::rowsPerSecond).max().orElse(1));
        double writtenTop = niceTop((double) points.getLast().rowsWritten());
        String title = "Rows read per second over %s, %s at most, and rows committed in total, %s at the end"
                .formatted(
                        Quantities.time(points.getLast().elapsed()),
                        Quantities.brief(rates.stream()
                                .mapToDouble(Rate::rowsPerSecond)
                                .max()
                                .orElse(0)),
                        Quantities.count(points.getLast().rowsWritten()));
        Html svg = new Html()
                .raw("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"".formatted(WIDTH, HEIGHT))
                .text(title)
                .raw("\">");
        grid(svg, rateTop, writtenTop, totalMillis);
        StringBuilder line = new StringBuilder();
        for (Rate rate : rates) {
            double y = y(rate.rowsPerSecond / rateTop);
            line.append(point(x(rate.fromMillis / totalMillis), y)).append(point(x(rate.toMillis / totalMillis), y));
        }
        String base = point(x(1), y(0)) + point(x(0), y(0));
        svg.raw("<polygon class=\"area\" points=\"%s%s\"/>".formatted(line, base));
        svg.raw("<polyline class=\"line\" points=\"%s\"/>".formatted(line));
        svg.raw("<polyline class=\"wrote\" points=\"%s\"/>".formatted(written(points, totalMillis, writtenTop)));
        return svg.raw("</svg>").toString();
    }

    /// Neighbouring points together until few enough steps are left to see.
    private static List<Rate> rates(List<Throughput.Point> points) {
        int stride = Math.max(1, (points.size() + RATES_MAX - 1) / RATES_MAX);
        List<Rate> rates = new ArrayList<>();
        Throughput.Point before = new Throughput.Point(Duration.ZERO, 0, 0, 0);
        for (int i = 0; i < points.size(); i++) {
            Throughput.Point point = points.get(i);
            boolean last = i == points.size() - 1;
            Duration passed = point.elapsed().minus(before.elapsed());
            if ((i % stride == 0 || last) && passed.isPositive()) {
                rates.add(new Rate(
                        before.elapsed().toNanos() / 1e6,
                        point.elapsed().toNanos() / 1e6,
                        Quantities.perSecond(point.rowsRead() - before.rowsRead(), passed)));
                before = point;
            }
        }
        return rates;
    }

    private static String written(List<Throughput.Point> points, double totalMillis, double top) {
        StringBuilder line = new StringBuilder(point(x(0), y(0)));
        long before = 0;
        for (Throughput.Point point : points) {
            double x = x(point.elapsed().toNanos() / 1e6 / totalMillis);
            line.append(point(x, y(before / top))).append(point(x, y(point.rowsWritten() / top)));
            before = point.rowsWritten();
        }
        return line.toString();
    }

    private static void grid(Html svg, double rateTop, double writtenTop, double totalMillis) {
        for (int i = 0; i <= 4; i++) {
            double y = y(i / 4.0);
            svg.raw("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
                    .formatted(LEFT, WIDTH - RIGHT, number(y), number(y)));
            label(svg, LEFT - 8, y + 4, "end", Quantities.brief(rateTop * i / 4) + "/s");
            label(svg, WIDTH - RIGHT + 8, y + 4, "start", Quantities.brief(writtenTop * i / 4));
            String anchor = i == 0 ? "start" : i == 4 ? "end" : "middle";
            String time = Quantities.time(Duration.ofMillis(Math.round(totalMillis * i / 4)));
            label(svg, x(i / 4.0), HEIGHT - 6.0, anchor, time);
        }
    }

    private static void label(Html svg, double x, double y, String anchor, String text) {
        svg.raw("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">".formatted(number(x), number(y), anchor))
                .text(text)
                .raw("</text>");
    }

    /// The next of 1, 2, 4, 5, 8 or 10 times a power of ten.
    static double niceTop(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1))));
        for (double step : new double[] {1, 2, 4, 5, 8}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static double x(double share) {
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - Math.min(1, share) * (HEIGHT - TOP - BOTTOM);
    }

    private static String point(double x, double y) {
        return number(x) + "," + number(y) + " ";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
