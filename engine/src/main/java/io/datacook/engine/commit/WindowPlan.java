package io.datacook.engine.commit;

import io.datacook.api.CursorRange;
import io.datacook.api.Split;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run wants of a new window.
///
/// @param runId the run
/// @param range the rows to take, or `null` for all
/// @param mode the write mode's word
/// @param schemaDigest digest of the columns to write
/// @param splits in the order of the data, with distinct ids; none for an empty stream
public record WindowPlan(
        String runId, @Nullable CursorRange range, String mode, String schemaDigest, List<Split> splits) {
    public WindowPlan {
        splits = List.copyOf(splits);
        if (splits.stream().map(Split::id).distinct().count() != splits.size()) {
            throw new IllegalArgumentException("two splits have the same id");
        }
    }
}
