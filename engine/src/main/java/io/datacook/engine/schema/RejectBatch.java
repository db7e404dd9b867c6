package io.datacook.engine.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import io.datacook.api.TypeNames;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Dead letters as a batch, so that any destination can take them: the same columns for every stream.
///
/// Stateless; safe for all threads.
public final class RejectBatch {
    /// `stream`, `run_id`, `rejected_at` (when the run started), then what a [Reject] holds: `stage`, `place`,
    /// `column`, `value`, `reason`, `record`. Names have no prefix: the table is Datacook's own.
    public static final Schema SCHEMA = new Schema(List.of(
            TypeNames.parse("stream", "string not null"),
            TypeNames.parse("run_id", "string not null"),
            TypeNames.parse("rejected_at", "timestamp[us, UTC] not null"),
            TypeNames.parse("stage", "string not null"),
            TypeNames.parse("place", "string not null"),
            TypeNames.parse("column", "string"),
            TypeNames.parse("value", "string"),
            TypeNames.parse("reason", "string not null"),
            TypeNames.parse("record", "string not null")));

    private RejectBatch() {}

    /// Who rejected, and when.
    ///
    /// @param stream the stream's name
    /// @param runId the run's id
    /// @param at when the run started
    public record Run(String stream, String runId, Instant at) {}

    /// The dead letters as a batch with the columns of [#SCHEMA], owned by the caller.
    ///
    /// @param position what the batch carries
    public static Batch of(List<Reject> rejects, Run run, @Nullable Position position, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        try {
            root.getFieldVectors().forEach(column -> {
                column.setInitialCapacity(rejects.size());
                column.allocateNew();
            });
            long at = ChronoUnit.MICROS.between(Instant.EPOCH, run.at());
            for (int row = 0; row < rejects.size(); row++) {
                Reject reject = rejects.get(row);
                ((TimeStampMicroTZVector) root.getVector("rejected_at")).setSafe(row, at);
                set(root, "stream", row, run.stream());
                set(root, "run_id", row, run.runId());
                set(root, "stage", row, reject.stage());
                set(root, "place", row, reject.place());
                set(root, "column", row, reject.column());
                set(root, "value", row, reject.value());
                set(root, "reason", row, reject.reason());
                set(root, "record", row, reject.record());
            }
            root.setRowCount(rejects.size());
            return new Batch(root, position, Origin.consecutive("rejects of " + run.stream(), "row", 1), List.of());
        } catch (RuntimeException | Error failed) {
            root.close();
            throw failed;
        }
    }

    private static void set(VectorSchemaRoot root, String column, int row, @Nullable String text) {
        if (text != null) {
            ((VarCharVector) root.getVector(column)).setSafe(row, text.getBytes(UTF_8));
        }
    }
}
