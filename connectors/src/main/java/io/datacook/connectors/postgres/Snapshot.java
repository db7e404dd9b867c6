package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import org.jspecify.annotations.Nullable;

/// What all readers of a stream see: one snapshot, exported by a transaction that a session of its own holds open.
///
/// Where the server cannot export one (some standbys and poolers), each reader sees its own.
final class Snapshot {
    private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private final @Nullable String id;

    private Snapshot(@Nullable String id) {
        this.id = id;
    }

    /// Starts the transaction that the snapshot lives in.
    static Snapshot hold(Session holder) {
        holder.begin();
        holder.execute(BEGIN);
        try {
            return new Snapshot(holder.query("SELECT pg_catalog.pg_export_snapshot()", row -> row.getString(1))
                    .getFirst());
        } catch (DatacookException refused) {
            holder.rollback();
            return new Snapshot(null);
        }
    }

    /// Every reader sees what is there when it begins.
    static Snapshot each() {
        return new Snapshot(null);
    }

    /// Makes a new session see this snapshot.
    void enter(Session reader) {
        reader.begin();
        reader.execute(BEGIN);
        if (id != null) {
            reader.execute("SET TRANSACTION SNAPSHOT " + TableName.literal(id));
        }
    }
}
