package io.datacook.e2e;

import java.util.List;
import java.util.Map;

/// How much is tried: `DATACOOK_E2E=whole` is every cell, all else what fits into a build of every day.
final class Scope {
    /// One cell for each failure that a build of every day tries; each layout has some.
    private static final Map<Failure, Layout> SHORT = Map.of(
            Failure.EXTRACTOR_KILLED, Layout.SPLIT,
            Failure.TRANSFORM_KILLED, Layout.FUSED,
            Failure.WRITER_KILLED, Layout.SPLIT,
            Failure.WRITER_AFTER_COMMIT, Layout.PROCESS,
            Failure.STATE_SERVICE_KILLED, Layout.FUSED,
            Failure.OPERATOR_KILLED, Layout.PROCESS,
            Failure.STAGES_CUT, Layout.SPLIT,
            Failure.DUPLICATE_POD, Layout.PROCESS);

    private Scope() {}

    /// Whether every cell is tried.
    static boolean isWhole() {
        return "whole".equals(System.getenv("DATACOOK_E2E"));
    }

    /// Whether a cell is tried.
    static boolean has(Failure failure, Layout layout) {
        return isNamed(failure, layout) && (isWhole() || SHORT.get(failure) == layout);
    }

    /// Whether `DATACOOK_E2E_FAILURES` and `DATACOOK_E2E_LAYOUTS`, where they are set, name a cell.
    static boolean isNamed(Failure failure, Layout layout) {
        return named("DATACOOK_E2E_FAILURES", failure) && named("DATACOOK_E2E_LAYOUTS", layout);
    }

    private static boolean named(String variable, Enum<?> value) {
        String names = System.getenv(variable);
        return names == null || List.of(names.split(",")).contains(value.name());
    }
}
