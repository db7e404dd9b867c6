package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a run did, as far as it is committed.
///
/// @param rowsRead from the source
/// @param rowsWritten into the destination
/// @param rowsRejected by rules or types
/// @param bytes of Arrow data written
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Totals(
        @Field("Rows read from the source.") @Nullable Long rowsRead,

        @Field("Rows written into the destination.") @Nullable
        Long rowsWritten,

        @Field("Rows that rules or types rejected.") @Nullable
        Long rowsRejected,

        @Field("Bytes of Arrow data written.") @Nullable Long bytes) {}
