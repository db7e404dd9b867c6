package io.datacook.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Shows progress: on a screen lines that move, elsewhere a line for each stream every few seconds.
///
/// **Threading:** draws on a thread of its own; all drawing is synchronized. **Closing:** takes moving lines away.
final class ProgressScreen implements AutoCloseable {
    private static final int LINES_MAX = 8;
    private static final long SCREEN_MILLIS = 120;
    private static final long LOG_MILLIS = 5_000;

    private static final Pattern FULL = Pattern.compile("━+");
    private static final Pattern RULE = Pattern.compile("─+");

    private final Progress progress;
    private final PrintWriter err;
    private final Style style;
    private final boolean moving;
    private final int width;
    private final ScheduledExecutorService timer;
    private final ScheduledFuture<?> drawing;
    private int drawn;

    /// @param style of standard error
    ProgressScreen(Progress progress, Terminal terminal, Style style) {
        this.progress = progress;
        this.err = terminal.err();
        this.style = style;
        this.moving = terminal.errIsScreen();
        this.width = terminal.width();
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("progress").factory());
        long period = moving ? SCREEN_MILLIS : LOG_MILLIS;
        drawing = timer.scheduleAtFixedRate(this::draw, period, period, TimeUnit.MILLISECONDS);
    }

    /// Draws the present state.
    synchronized void draw() {
        List<String> notices = progress.takeNotices();
        List<String> lines = progress.lines(LINES_MAX, width);
        StringBuilder text = new StringBuilder(moving ? erased() : "");
        notices.forEach(notice -> text.append(style.warning(notice)).append('\n'));
        lines.forEach(line -> text.append(coloured(line)).append('\n'));
        drawn = moving ? lines.size() : 0;
        err.print(text);
        err.flush();
    }

    /// The done part of a bar in colour, the rest of it faint.
    private String coloured(String line) {
        return RULE.matcher(FULL.matcher(line).replaceFirst(full -> style.good(full.group())))
                .replaceFirst(rest -> style.faint(rest.group()));
    }

    /// A line that stays, above those that move.
    synchronized void say(String line) {
        err.print((moving ? erased() : "") + line + "\n");
        drawn = 0;
        err.flush();
    }

    /// Cursor up to the first line that moves, and everything below cleared.
    private String erased() {
        return drawn == 0 ? "" : "\u001b[" + drawn + "A\r\u001b[J";
    }

    @Override
    public void close() {
        drawing.cancel(false);
        timer.shutdownNow();
        synchronized (this) {
            progress.takeNotices().forEach(notice -> err.println(style.warning(notice)));
            if (moving) {
                err.print(erased());
                drawn = 0;
            }
            err.flush();
        }
    }
}
