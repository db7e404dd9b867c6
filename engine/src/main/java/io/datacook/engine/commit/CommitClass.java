package io.datacook.engine.commit;

import io.datacook.api.DestinationFeature;
import java.util.Set;

/// Where a destination's commit point lies.
public enum CommitClass {
    /// In the destination's own transaction, which also keeps the checkpoint.
    TRANSACTIONAL,
    /// In the snapshot of a table format, whose summary carries the checkpoint.
    TABLE_FORMAT,
    /// In the state: staged files become visible by replay of a recorded manifest.
    STAGED,
    /// Nowhere: rows are visible once written.
    AT_LEAST_ONCE;

    /// Whether the destination keeps a checkpoint of its own, which wins over the state's.
    public boolean keepsCheckpoint() {
        return this == TRANSACTIONAL || this == TABLE_FORMAT;
    }

    /// The class a destination declares by its features.
    public static CommitClass of(Set<DestinationFeature> features) {
        if (features.contains(DestinationFeature.TRANSACTIONAL)) {
            return TRANSACTIONAL;
        }
        if (features.contains(DestinationFeature.TABLE_FORMAT)) {
            return TABLE_FORMAT;
        }
        return features.contains(DestinationFeature.STAGED) ? STAGED : AT_LEAST_ONCE;
    }
}
