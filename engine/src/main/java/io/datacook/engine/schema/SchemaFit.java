package io.datacook.engine.schema;

import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.DestinationFeature;
import io.datacook.api.ErrorCode;
import io.datacook.api.SchemaChange;
import io.datacook.api.TypeNames;
import io.datacook.engine.recipe.SchemaContract;
import io.datacook.engine.rows.Casts;
import io.datacook.engine.rows.Fields;
import io.datacook.engine.rows.Kind;
import io.datacook.engine.rows.Rounding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// How a stream's columns and a target's come together: what the target needs first, and the columns it is given.
///
/// @param output the columns every batch has after [SchemaAdapter]: the target's in their order, then new ones
/// @param changes what the target needs first, in order; empty if it fits
public record SchemaFit(Schema output, List<SchemaChange> changes) {
    public SchemaFit {
        changes = List.copyOf(changes);
    }

    /// Fits a stream to its target.
    ///
    /// @param contract what may change
    /// @param incoming the columns that come out of the last step
    /// @param target what the target has and what it can
    /// @throws DatacookException `SCHEMA_MISMATCH` with every problem, each naming its column
    public static SchemaFit of(SchemaContract contract, Schema incoming, Target target) {
        Schema given = target.features().contains(DestinationFeature.NESTED) ? incoming : flat(incoming);
        Schema existing = target.existing();
        if (existing == null) {
            return new SchemaFit(given, List.of(new SchemaChange.Create(given)));
        }
        Fitting fitting = new Fitting(contract, target.stored(given), target.features());
        Map<String, Field> output = new LinkedHashMap<>();
        for (Field old : existing.getFields()) {
            Field now = Fields.find(given, old.getName());
            output.put(old.getName(), now == null ? fitting.missing(old, given) : fitting.both(now, old));
        }
        for (Field field : given.getFields()) {
            if (!output.containsKey(field.getName()) && fitting.added(field, existing)) {
                output.put(field.getName(), Fields.nullable(field));
            }
        }
        fitting.check();
        return new SchemaFit(new Schema(output.values()), fitting.changes);
    }

    /// What a load writes into.
    ///
    /// @param existing the target's columns now, or `null` if there is no target
    /// @param storing gives the columns the target would have had it been created from others
    /// @param features what the destination can do
    public record Target(@Nullable Schema existing, Storing storing, Set<DestinationFeature> features) {
        public Target {
            features = Set.copyOf(features);
        }

        private Schema stored(Schema incoming) {
            return storing.stored(incoming);
        }
    }

    /// See [io.datacook.api.Destination#stored].
    @FunctionalInterface
    public interface Storing {
        /// The columns a target would have had it been created from these.
        Schema stored(Schema incoming);
    }

    /// Nested columns as JSON, for destinations that keep none.
    private static Schema flat(Schema incoming) {
        return new Schema(incoming.getFields().stream()
                .map(field ->
                        Kind.of(field) == Kind.NESTED ? Fields.like(TypeNames.json(field.getName()), field) : field)
                .toList());
    }

    /// One fitting with what it finds on the way.
    private static final class Fitting {
        private final SchemaContract contract;
        private final Schema stored;
        private final boolean evolving;
        private final List<SchemaChange> changes = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        private Fitting(SchemaContract contract, Schema stored, Set<DestinationFeature> features) {
            this.contract = contract;
            this.stored = stored;
            this.evolving = contract == SchemaContract.EVOLVE && features.contains(DestinationFeature.EVOLVE);
        }

        /// A column of the target that the stream does not have: null in every row.
        private Field missing(Field old, Schema given) {
            String name = old.getName();
            if (contract == SchemaContract.FREEZE) {
                List<String> names =
                        given.getFields().stream().map(Field::getName).toList();
                problems.add("the target's column '%s' no longer comes in. %s"
                        .formatted(name, Closest.describe(name, names)));
            } else if (!old.isNullable() && evolving) {
                changes.add(new SchemaChange.DropNotNull(old));
                return Fields.nullable(old);
            } else if (!old.isNullable()) {
                problems.add("the target's column '%s' refuses nulls, but no longer comes in; add it with add_column"
                        .formatted(name));
            }
            return old;
        }

        /// Whether a column the target lacks is written.
        private boolean added(Field field, Schema existing) {
            return switch (contract) {
                case EVOLVE -> evolved(field);
                case FREEZE -> {
                    List<String> names =
                            existing.getFields().stream().map(Field::getName).toList();
                    problems.add("column '%s' is new, and schema.contract is freeze. %s"
                            .formatted(field.getName(), Closest.describe(field.getName(), names)));
                    yield false;
                }
                case DISCARD -> false;
            };
        }

        private boolean evolved(Field field) {
            if (!evolving) {
                problems.add("column '%s' is new, but this destination cannot add columns to a target that exists;"
                                .formatted(field.getName())
                        + " drop the column, or load into a new target");
                return false;
            }
            Field column = Fields.find(stored, field.getName());
            changes.add(new SchemaChange.AddColumn(Fields.nullable(column == null ? field : column)));
            return true;
        }

        /// A column that both have: the one the target is given, in a type it holds.
        private Field both(Field now, Field old) {
            Field wanted = Fields.find(stored, now.getName());
            Field kept = wanted == null ? now : wanted;
            if (Casts.same(kept, old)) {
                return Fields.like(now, old);
            }
            if (Widening.holds(kept, old)) {
                return old;
            }
            Field common = evolving ? Widening.common(old, kept) : null;
            if (common != null) {
                Field wide = Fields.like(Fields.named(common, old.getName()), old);
                changes.add(new SchemaChange.Widen(old, wide));
                return Casts.same(wide, kept) ? Fields.like(now, old) : wide;
            }
            if (contract != SchemaContract.DISCARD || Casts.find(now, old, Rounding.EXACT) == null) {
                problems.add(conflict(now, old));
            }
            return old;
        }

        private String conflict(Field now, Field old) {
            String types = "column '%s' is %s, but the target's is %s, which does not hold all of its values"
                    .formatted(now.getName(), TypeNames.name(now), TypeNames.name(old));
            String why =
                    switch (contract) {
                        case EVOLVE ->
                            evolving
                                    ? "; no type holds both"
                                    : "; this destination cannot change the types of a target that exists";
                        case FREEZE -> "; schema.contract is freeze";
                        case DISCARD -> "; there is no cast between them";
                    };
            return types + why + ". Cast it to " + TypeNames.name(old)
                    + " with the step cast, or load into a new target";
        }

        private void check() {
            if (!problems.isEmpty()) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        problems.size() == 1
                                ? problems.getFirst()
                                : problems.size() + " columns do not fit the target:\n  "
                                        + String.join("\n  ", problems));
            }
        }
    }
}
