package io.datacook.engine.commit;

import io.datacook.api.SourceFeature;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a source, a destination and a write mode promise together, and why.
///
/// @param guarantee the promise
/// @param reason one sentence
public record Delivery(Guarantee guarantee, String reason) {
    /// How often a row arrives, whatever is killed, from the strongest on.
    public enum Guarantee {
        /// Each row is there once.
        EXACTLY_ONCE,
        /// A row may be written again and ends up there once.
        IDEMPOTENT,
        /// No row is lost; after a failure some may be there more than once.
        AT_LEAST_ONCE;

        /// As recipes spell it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether this is at least as strong as what a recipe requires.
        public boolean satisfies(Guarantee required) {
            return compareTo(required) <= 0;
        }
    }

    /// The promise of a pair.
    public static Delivery of(Set<SourceFeature> source, CommitClass destination, WriteMode mode) {
        boolean keyed = mode instanceof WriteMode.Merge || mode instanceof WriteMode.Scd2;
        boolean steady = source.contains(SourceFeature.RESUME) || source.contains(SourceFeature.REPEATABLE);
        if (destination == CommitClass.AT_LEAST_ONCE) {
            return keyed
                    ? new Delivery(
                            Guarantee.IDEMPOTENT, "the destination has no commit; a row written again has the same key")
                    : new Delivery(
                            Guarantee.AT_LEAST_ONCE,
                            "the destination has no commit; what was in flight is sent again after a failure");
        }
        if (!steady) {
            return keyed
                    ? new Delivery(
                            Guarantee.IDEMPOTENT,
                            "the source may give other rows when it is read again; a row given twice has the same key")
                    : new Delivery(
                            Guarantee.AT_LEAST_ONCE,
                            "the source may give other rows when it is read again after a failure");
        }
        String commit =
                switch (destination) {
                    case TRANSACTIONAL -> "rows and checkpoint are one transaction of the destination";
                    case TABLE_FORMAT -> "rows become visible by the snapshot that carries the checkpoint";
                    case STAGED ->
                        "rows are staged, and visible only by the manifest that is recorded with the checkpoint";
                    case AT_LEAST_ONCE -> "the destination has no commit";
                };
        String again = source.contains(SourceFeature.RESUME)
                ? "the source continues after the checkpoint"
                : "a part of the source is committed whole or read again";
        return new Delivery(Guarantee.EXACTLY_ONCE, commit + "; " + again);
    }

    /// The table of all pairs, for the documentation.
    public static String table() {
        List<Source> sources = List.of(
                new Source("resumes", Set.of(SourceFeature.RESUME, SourceFeature.REPEATABLE)),
                new Source("repeats only", Set.of(SourceFeature.REPEATABLE)),
                new Source("neither", Set.of()));
        List<WriteMode> modes = List.of(
                new WriteMode.Append(),
                new WriteMode.Replace(),
                new WriteMode.Merge(List.of("id"), null),
                new WriteMode.Scd2(List.of("id")));
        List<String> lines = new ArrayList<>();
        lines.add("| Destination | Source | Append | Replace | Merge | Scd2 | Why (append) |");
        lines.add("|---|---|---|---|---|---|---|");
        for (CommitClass destination : CommitClass.values()) {
            for (Source source : sources) {
                StringBuilder line = new StringBuilder("| %s | %s |".formatted(name(destination), source.name()));
                for (WriteMode mode : modes) {
                    line.append(' ')
                            .append(of(source.features(), destination, mode)
                                    .guarantee()
                                    .word())
                            .append(" |");
                }
                line.append(' ')
                        .append(of(source.features(), destination, modes.getFirst())
                                .reason())
                        .append(" |");
                lines.add(line.toString());
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String name(CommitClass destination) {
        return switch (destination) {
            case TRANSACTIONAL -> "transactional";
            case TABLE_FORMAT -> "table format";
            case STAGED -> "staged files";
            case AT_LEAST_ONCE -> "append-only";
        };
    }

    private record Source(String name, Set<SourceFeature> features) {}
}
