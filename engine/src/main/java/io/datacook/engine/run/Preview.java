package io.datacook.engine.run;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Reject;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.Step;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.recipe.StepConfig;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Extract;
import io.datacook.engine.stage.TransformChain;
import java.util.List;
import java.util.function.Consumer;

/// Shows the first rows of a stream as the destination would be given them; opens no destination and writes nothing.
///
/// **Threading:** one thread.
public final class Preview {
    private static final long BATCH_BYTES_MAX = 4L << 20;

    private final EngineContext context;

    /// @param context lends memory and connectors; stays open
    public Preview(EngineContext context) {
        this.context = context;
    }

    /// Reads and transforms until there are enough rows or the stream ends.
    ///
    /// @param rowsMax at least 1
    /// @param each is shown each batch and does not close it; the last one may have more rows than are missing
    /// @param left is shown rows that were left out
    public void show(StreamRecipe stream, int rowsMax, Consumer<Batch> each, Consumer<List<Reject>> left) {
        try (Source source = new Openers(context).source(stream.source(), stream.name())) {
            ReadRequest request = new ReadRequest(
                    source.describe().schema(),
                    null,
                    Math.clamp(rowsMax, 1, context.recipe().runtime().batchSizeRows()),
                    BATCH_BYTES_MAX,
                    Planner.isRejecting(stream) ? ReadRequest.BadRows.REJECT : ReadRequest.BadRows.FAIL);
            int missing = rowsMax;
            for (Split split : source.splits(request)) {
                try (BatchStream rows = open(source, request, split, stream)) {
                    missing = take(rows, missing, each, left);
                }
                if (missing <= 0) {
                    return;
                }
            }
        }
    }

    private BatchStream open(Source source, ReadRequest request, Split split, StreamRecipe stream) {
        BatchStream rows = new Extract(source.read(request, split, Position.START), request.schema(), stream.name());
        try {
            List<Step> steps = new Openers(context)
                    .steps(stream.steps(), rows.schema(), stream.name(), Planner.isRejecting(stream));
            return new TransformChain(
                    rows, steps, stream.steps().stream().map(StepConfig::type).toList());
        } catch (RuntimeException failed) {
            rows.close();
            throw failed;
        }
    }

    private static int take(BatchStream rows, int rowsMax, Consumer<Batch> each, Consumer<List<Reject>> left) {
        int missing = rowsMax;
        while (missing > 0) {
            try (Batch batch = rows.next()) {
                if (batch == null) {
                    return missing;
                }
                if (!batch.rejects().isEmpty()) {
                    left.accept(batch.rejects());
                }
                each.accept(batch);
                missing -= batch.rowCount();
            }
        }
        return missing;
    }
}
