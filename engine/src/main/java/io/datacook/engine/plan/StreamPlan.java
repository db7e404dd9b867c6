package io.datacook.engine.plan;

import io.datacook.api.SchemaChange;
import io.datacook.api.StreamInfo;
import io.datacook.engine.recipe.StreamRecipe;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// What a run would do with one stream.
///
/// @param name the stream's name, patterns resolved
/// @param recipe what the recipe says of it
/// @param source what the source says of it
/// @param read the columns the source is asked for
/// @param output the columns the destination is given
/// @param target where rows go, as users know it
/// @param exists whether the target is there already
/// @param changes what the target needs first
/// @param delivery how often a row may arrive, and why
/// @param state where the stream stands
public record StreamPlan(
        String name,
        StreamRecipe recipe,
        StreamInfo source,
        Schema read,
        Schema output,
        String target,
        boolean exists,
        List<SchemaChange> changes,
        String delivery,
        StreamStanding state) {
    public StreamPlan {
        changes = List.copyOf(changes);
    }

    /// Where a stream stands before a run.
    ///
    /// @param cursor the committed cursor as people read it, or `null`
    /// @param openWindow the id of a window that a run left unfinished and the next one continues, or `null`
    /// @param windows windows finished so far
    /// @param rows rows committed so far
    public record StreamStanding(
            @Nullable String cursor, @Nullable String openWindow, long windows, long rows) {
        /// Never loaded.
        public static final StreamStanding NEW = new StreamStanding(null, null, 0, 0);

        /// One line for people, or `null` if never loaded.
        public @Nullable String describe() {
            if (openWindow != null) {
                return "window " + openWindow + " is unfinished" + (cursor == null ? "" : ", " + cursor);
            }
            return cursor != null ? cursor : windows == 0 ? null : windows + " loads, " + rows + " rows";
        }
    }
}
