package io.datacook.operator.schedule;

import io.datacook.crds.Schedule;
import io.datacook.crds.Schedule.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The times at which a recipe is due.
public final class Ticks {
    /// With `catchUp: None`, how late a run may start if the schedule has no deadline of its own.
    private static final Duration PUNCTUAL = Duration.ofMinutes(2);

    /// How many ticks are walked over at most to find the latest: a minute's schedule after about a year and a half.
    private static final int WALK_MAX = 1_000_000;

    private final List<Cron> crons;
    private final ZoneId zone;
    private final Schedule schedule;

    private Ticks(List<Cron> crons, ZoneId zone, Schedule schedule) {
        this.crons = crons;
        this.zone = zone;
        this.schedule = schedule;
    }

    /// A time at which a run is due, with the window of time that it stands for.
    ///
    /// @param at when it is due
    /// @param from where its window begins; it ends at `at`
    /// @param late whether others were due after it, or it was missed
    public record Due(Instant at, Instant from, boolean late) {}

    /// Reads a schedule.
    ///
    /// @throws IllegalArgumentException with a message for users
    public static Ticks of(Schedule schedule) {
        return new Ticks(schedule.cron().stream().map(Cron::parse).toList(), Cron.zone(schedule.timeZone()), schedule);
    }

    /// The first time after another, or `null` if there is none.
    public @Nullable Instant next(Instant after) {
        Instant first = null;
        for (Cron cron : crons) {
            Instant next = cron.next(after, zone);
            if (next != null && (first == null || next.isBefore(first))) {
                first = next;
            }
        }
        return first;
    }

    /// The runs that are due and not made, oldest first.
    ///
    /// @param after the latest time that was dealt with
    /// @param now until when, inclusive
    public List<Due> due(Instant after, Instant now) {
        Deque<Due> kept = new ArrayDeque<>();
        int keptMax = schedule.catchUp() == CatchUp.ALL ? schedule.catchUpMax() : 1;
        Instant from = after;
        Instant tick = next(after);
        for (int walked = 0; tick != null && !tick.isAfter(now) && walked < WALK_MAX; walked++) {
            kept.addLast(new Due(tick, from, false));
            if (kept.size() > keptMax) {
                kept.removeFirst();
            }
            from = tick;
            tick = next(tick);
        }
        List<Due> due = new ArrayList<>();
        for (Due each : kept) {
            if (inTime(each.at(), now)) {
                // One run for all that were missed has the window of all of them.
                Instant begins = schedule.catchUp() == CatchUp.LATEST ? after : each.from();
                boolean late = Duration.between(each.at(), now).compareTo(PUNCTUAL) > 0 || kept.size() > 1;
                due.add(new Due(each.at(), begins, late));
            }
        }
        return due;
    }

    /// The latest time up to now, whether or not a run may still be made for it; or `null`.
    public @Nullable Instant latest(Instant after, Instant now) {
        Instant latest = null;
        Instant tick = next(after);
        for (int walked = 0; tick != null && !tick.isAfter(now) && walked < WALK_MAX; walked++) {
            latest = tick;
            tick = next(tick);
        }
        return latest;
    }

    private boolean inTime(Instant tick, Instant now) {
        Duration late = Duration.between(tick, now);
        if (schedule.startingDeadlineSeconds() != null) {
            return late.compareTo(Duration.ofSeconds(schedule.startingDeadlineSeconds())) <= 0;
        }
        return schedule.catchUp() != CatchUp.NONE || late.compareTo(PUNCTUAL) <= 0;
    }
}
