package io.datacook.engine.commit;

import io.datacook.api.DestinationFeature;
import java.util.Set;

/// Where a destination's commit point lies.
public enum CommitClass {
    /// In the destination's own transaction, which also keeps the checkpoint.
    TRANSACTIONAL,
    /// In the state: staged files become visible by replay of a recorded manifest.
    STAGED,
    /// Nowhere: rows are visible once written.
    AT_LEAST_ONCE;

    /// The class a destination declares by its features.
    public static CommitClass of(Set<DestinationFeature> features) {
        if (features.contains(DestinationFeature.TRANSACTIONAL)) {
            return TRANSACTIONAL;
        }
        return features.contains(DestinationFeature.STAGED) ? STAGED : AT_LEAST_ONCE;
    }
}
