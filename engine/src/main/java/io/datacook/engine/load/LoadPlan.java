package io.datacook.engine.load;

import io.datacook.api.StateKey;
import io.datacook.api.WriteMode;
import io.datacook.engine.commit.CommitClass;
import io.datacook.engine.commit.Owner;
import java.time.Duration;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// What is fixed about one stream's load before it begins.
///
/// @param key names the stream's state
/// @param lane who this is, and its share of the work
/// @param mode the write mode
/// @param schemaDigest digest of the columns that will be written
/// @param commitClass of the destination, see [CommitClass#of]
/// @param cursorType the cursor column's type at the source, or `null` if the load is not incremental
/// @param policy when to cut epochs
/// @param rejectsMax rows that may be left out, or -1 for no limit
/// @param leaseFor how long a dead run holds the stream; renewed three times as often
/// @param lockWait how long to wait for another run before failing with `STATE_LOCKED`
public record LoadPlan(
        StateKey key,
        Lane lane,
        WriteMode mode,
        String schemaDigest,
        CommitClass commitClass,
        @Nullable ArrowType cursorType,
        CheckpointPolicy policy,
        long rejectsMax,
        Duration leaseFor,
        Duration lockWait) {
    /// All of the work is this process's.
    ///
    /// @param owner see [LocalProcess#owner]
    public LoadPlan(
            StateKey key,
            Owner owner,
            WriteMode mode,
            String schemaDigest,
            CommitClass commitClass,
            @Nullable ArrowType cursorType,
            CheckpointPolicy policy,
            long rejectsMax,
            Duration leaseFor,
            Duration lockWait) {
        this(
                key,
                new Lane(owner, 0, 1),
                mode,
                schemaDigest,
                commitClass,
                cursorType,
                policy,
                rejectsMax,
                leaseFor,
                lockWait);
    }

    /// Who holds the lease.
    public Owner owner() {
        return lane.owner();
    }

    /// A minute: a killed run on another machine is taken over after it, on this machine at once.
    public static final Duration LEASE_DEFAULT = Duration.ofSeconds(60);
}
