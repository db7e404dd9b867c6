package io.datacook.engine.plan;

import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.DestinationFeature;
import io.datacook.api.ErrorCode;
import io.datacook.api.WriteMode;
import io.datacook.engine.recipe.StreamRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// Whether a destination can do what a stream's write mode asks, and the mode's columns are there. Stateless.
final class ModeCheck {
    private ModeCheck() {}

    /// @throws DatacookException `RECIPE_UNSUPPORTED` for a mode the destination lacks, `SCHEMA_MISMATCH` for columns
    static void check(StreamRecipe stream, Schema output, Set<DestinationFeature> features) {
        DestinationFeature needed = feature(stream.mode());
        if (!features.contains(needed)) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "the destination %s cannot %s; it can %s"
                            .formatted(
                                    stream.destination().type(), stream.mode().word(), modes(features)));
        }
        List<String> names = output.getFields().stream().map(Field::getName).toList();
        for (String column : columns(stream.mode())) {
            if (!names.contains(column)) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "write_mode %s needs the column '%s', which does not come out of the last step. %s"
                                .formatted(stream.mode().word(), column, Closest.describe(column, names)));
            }
        }
    }

    private static DestinationFeature feature(WriteMode mode) {
        return switch (mode) {
            case WriteMode.Append() -> DestinationFeature.APPEND;
            case WriteMode.Replace() -> DestinationFeature.REPLACE;
            case WriteMode.Merge _ -> DestinationFeature.MERGE;
            case WriteMode.Scd2 _ -> DestinationFeature.SCD2;
        };
    }

    private static List<String> columns(WriteMode mode) {
        return switch (mode) {
            case WriteMode.Append _, WriteMode.Replace _ -> List.of();
            case WriteMode.Merge merge -> {
                List<String> columns = new ArrayList<>(merge.keys());
                if (merge.deletedColumn() != null) {
                    columns.add(merge.deletedColumn());
                }
                yield columns;
            }
            case WriteMode.Scd2 scd2 -> scd2.keys();
        };
    }

    private static String modes(Set<DestinationFeature> features) {
        return String.join(
                ", ",
                List.of(
                                DestinationFeature.APPEND,
                                DestinationFeature.REPLACE,
                                DestinationFeature.MERGE,
                                DestinationFeature.SCD2)
                        .stream()
                        .filter(features::contains)
                        .map(feature -> feature.name().toLowerCase(java.util.Locale.ROOT))
                        .toList());
    }
}
