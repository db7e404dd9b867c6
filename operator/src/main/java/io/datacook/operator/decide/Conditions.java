package io.datacook.operator.decide;

import io.datacook.crds.Condition;
import io.datacook.crds.Condition.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Conditions in the making: a status that stays keeps the time of its last change.
final class Conditions {
    private static final int MESSAGE_MAX = 1024;

    private final List<Condition> before;
    private final List<Condition> after = new ArrayList<>();
    private final @Nullable Long generation;
    private final Instant now;

    /// @param before those of the last status
    /// @param generation of the spec they are made for
    Conditions(List<Condition> before, @Nullable Long generation, Instant now) {
        this.before = before;
        this.generation = generation;
        this.now = now;
    }

    /// Adds a condition.
    Conditions set(String type, Status status, String reason, String message) {
        Condition old = find(before, type);
        String changed = old != null && old.status() == status ? old.lastTransitionTime() : Times.text(now);
        String cut = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX - 1) + "…" : message;
        after.removeIf(condition -> condition.type().equals(type));
        after.add(new Condition(type, status, generation, changed, reason, cut));
        return this;
    }

    /// When a condition got the status it has now; `now` if it gets it now.
    Instant since(String type) {
        Condition condition = Objects.requireNonNull(find(after, type));
        return Instant.parse(condition.lastTransitionTime());
    }

    List<Condition> list() {
        return List.copyOf(after);
    }

    static @Nullable Condition find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElse(null);
    }

    static Status of(boolean holds) {
        return holds ? Status.TRUE : Status.FALSE;
    }
}
