package io.datacook.engine.step;

import com.google.auto.service.AutoService;
import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.engine.rows.KeySet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;

/// `deduplicate`: keeps one row of each key.
///
/// Sees the rows of one load only. Since a load that starts again in its middle would not know the keys before, the
/// step hands positions on at the end of a split only.
@AutoService(StepType.class)
@SuppressWarnings("rawtypes") // the service is StepType of any options
public final class DeduplicateStep implements StepType<DeduplicateStep.Options> {
    /// Which row of a key stays.
    public enum Keep {
        /// The first; rows pass as they come.
        FIRST,
        /// The last; all rows are held until the end.
        LAST
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Columns that make two rows the same; nulls equal each other. All columns if left out.",
                    examples = {"[id]", "[order_id, line]"})
            List<String> keys,

            @Option(
                    value = "Which row of a key stays: `first`, or `last`, which holds all rows in memory until "
                            + "the end.",
                    defaultValue = "first",
                    examples = "last")
            Keep keep,

            @Option(
                    value = "Memory for the keys seen, 24 to 64 bytes each, and with `keep: last` as much again "
                            + "for rows."
                            + " More ends the run.",
                    defaultValue = "64MiB",
                    examples = "256MiB")
            ByteSize bytesMax) {}

    @Override
    public String type() {
        return "deduplicate";
    }

    @Override
    public String summary() {
        return "Keeps one row of each key, the first or the last, among the rows of one load.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        Set<String> names = options.keys().isEmpty()
                ? Set.copyOf(StepColumns.names(input))
                : StepColumns.matching("keys", options.keys(), input);
        int[] places = names.stream()
                .mapToInt(name -> StepColumns.index("keys", name, input))
                .sorted()
                .toArray();
        KeySet seen = new KeySet(options.bytesMax(), context.runId() + "/" + context.stream());
        return switch (options.keep()) {
            case FIRST -> new KeepFirst(input, places, seen, options.bytesMax(), context.allocator());
            case LAST -> new KeepLast(input, places, seen, options.bytesMax(), context.allocator());
        };
    }

    /// The key columns of a batch.
    static List<FieldVector> keys(Batch batch, int[] places) {
        List<FieldVector> all = batch.rows().getFieldVectors();
        return java.util.Arrays.stream(places).mapToObj(all::get).toList();
    }

    /// The failure once the memory for keys or rows is used up.
    static DatacookException full(String what, ByteSize bytesMax) {
        return new DatacookException(
                ErrorCode.RESOURCE_EXHAUSTED,
                "the %s need more than bytes_max, %s; raise it, split the load, or let the destination merge by key"
                        .formatted(what, bytesMax));
    }
}
