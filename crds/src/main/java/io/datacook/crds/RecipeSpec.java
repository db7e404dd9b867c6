package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recipe, and what a cluster does with it.
///
/// @param isAbstract only others extend it; it never runs
/// @param mode whether it ends
/// @param schedule when it runs, or `null` to run once for each change
/// @param suspend whether it rests
/// @param execution how its pods are made
/// @param retry what happens when a run fails
/// @param history how many finished runs are kept
/// @param upgradePolicy what a change does to a run under way
/// @param deletionPolicy what becomes of the checkpoints
/// @param restartNonce a changed number runs it once more
/// @param recipe the recipe itself: the same keys as on the command line, in camelCase
@Rule(
        value = "!has(self.schedule) || self.mode != 'Streaming'",
        message = "a streaming recipe never ends, so it takes no schedule",
        field = ".schedule")
@Rule(
        value = "!has(self.schedule) || !has(self.abstract) || !self.abstract",
        message = "an abstract recipe never runs, so it takes no schedule",
        field = ".schedule")
@Rule(
        value = "self.execution.layout != 'Process' || self.execution.lanes == 1",
        message = "layout Process is one process: it takes one lane",
        field = ".execution")
@Rule(
        value = "has(self.extends) || (has(self.abstract) && self.abstract)"
                + " || (has(self.source) && has(self.destination))",
        message = "a recipe has a source and a destination, its own or those of what it extends")
@Rule(
        value = "has(self.extends) || !has(self.destination) || !has(self.destination.writeMode)"
                + " || !(self.destination.writeMode in ['merge', 'scd2'])"
                + " || (has(self.destination.mergeKeys) && size(self.destination.mergeKeys) > 0)"
                + " || (has(self.source) && has(self.source.streams))",
        message = "writeMode merge and scd2 need mergeKeys: the columns that identify a row",
        field = ".destination.mergeKeys")
@Rule(
        value = "has(self.extends) || !has(self.source) || !has(self.source.incremental)"
                + " || !has(self.source.incremental.strategy) || self.source.incremental.strategy != 'cursor'"
                + " || has(self.source.incremental.cursorColumn) || has(self.source.streams)",
        message = "strategy cursor needs a cursorColumn: the column that grows",
        field = ".source.incremental.cursorColumn")
@Rule(
        value = "has(self.extends) || !has(self.errors) || !has(self.errors.policy)"
                + " || self.errors.policy != 'dead_letter' || has(self.errors.destination)",
        message = "in a cluster dead letters need errors.destination: the pod's own folder goes with the pod",
        field = ".errors.destination")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipeSpec(
        @JsonProperty("abstract")
        @Field(value = "Only other recipes extend it; it never runs.", defaultValue = "false")
        @Nullable
        Boolean isAbstract,

        @Field(value = "`Batch` ends when everything is loaded, `Streaming` never does.", defaultValue = "\"Batch\"")
        Mode mode,

        @Field("When it runs. Without a schedule it runs once, and again after each change.") @Nullable
        Schedule schedule,

        @Field(
                value = "`true` drains the run under way and starts no other; `false` goes on where it stopped.",
                defaultValue = "false")
        @Nullable
        Boolean suspend,

        @Field(value = "How its pods are made.", defaultValue = "{}")
        Execution execution,

        @Field(value = "What happens when a run fails.", defaultValue = "{}")
        Retry retry,

        @Field(value = "How many finished runs are kept.", defaultValue = "{}")
        History history,

        @Field(
                value = "What a change does to a run under way: `Drain` commits and then starts anew, `Immediate`"
                        + " stops it at once, `NextRun` lets it end. Batch runs always end.",
                defaultValue = "\"Drain\"")
        UpgradePolicy upgradePolicy,

        @Field(
                value = "What becomes of the checkpoints when the recipe is deleted: `Retain` keeps them, so that a"
                        + " recipe of the same name goes on there; `Delete` removes them.",
                defaultValue = "\"Retain\"")
        DeletionPolicy deletionPolicy,

        @Field(value = "A changed number runs the recipe once more.", defaultValue = "0", min = 0) @Nullable
        Long restartNonce,

        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> recipe) {
    public RecipeSpec {
        mode = mode == null ? Mode.BATCH : mode;
        execution = execution == null ? Execution.standard() : execution;
        retry = retry == null ? Retry.standard() : retry;
        history = history == null ? History.standard() : history;
        upgradePolicy = upgradePolicy == null ? UpgradePolicy.DRAIN : upgradePolicy;
        deletionPolicy = deletionPolicy == null ? DeletionPolicy.RETAIN : deletionPolicy;
        recipe = recipe == null ? Map.of() : new LinkedHashMap<>(recipe);
    }

    /// Whether it is for others only.
    public boolean forOthersOnly() {
        return Boolean.TRUE.equals(isAbstract);
    }

    /// Whether it rests.
    public boolean suspended() {
        return Boolean.TRUE.equals(suspend);
    }

    /// The number whose change runs it once more.
    public long nonce() {
        return restartNonce == null ? 0 : restartNonce;
    }

    /// Whether a recipe ends.
    public enum Mode {
        /// It ends when everything is loaded.
        @JsonProperty("Batch")
        BATCH,
        /// It never does.
        @JsonProperty("Streaming")
        STREAMING
    }

    /// What a change does to a run under way.
    public enum UpgradePolicy {
        /// Commit, then start anew.
        @JsonProperty("Drain")
        DRAIN,
        /// Stop at once; what is not committed is read again.
        @JsonProperty("Immediate")
        IMMEDIATE,
        /// Let it end.
        @JsonProperty("NextRun")
        NEXT_RUN
    }

    /// What becomes of the checkpoints of a deleted recipe.
    public enum DeletionPolicy {
        /// They stay.
        @JsonProperty("Retain")
        RETAIN,
        /// They go.
        @JsonProperty("Delete")
        DELETE
    }
}
