package io.datacook.engine.run;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.Step;
import io.datacook.engine.load.SplitTask;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.OpenStream;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.rows.OnError;
import io.datacook.engine.schema.SchemaAdapter;
import io.datacook.engine.stage.SplitRows;
import io.datacook.engine.stage.SplitRows.Counted;
import io.datacook.engine.stage.TransformChain;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One lane's way from the upstream's rows of a split to the writer: what makes their columns the target's.
///
/// **Threading:** one thread at a time. **Closing:** closes every stage and counts what was done.
final class LaneStream implements BatchStream {
    private final SplitRows rows;
    private final TransformChain fitted;
    private final String split;
    private final Tally tally;
    private Counted told = Counted.NONE;

    private LaneStream(SplitRows rows, TransformChain fitted, String split, Tally tally) {
        this.rows = rows;
        this.fitted = fitted;
        this.split = split;
        this.tally = tally;
    }

    /// Opens all stages for one split.
    ///
    /// @param range the window's rows, or `null` for all
    static LaneStream open(
            EngineContext context, OpenStream open, @Nullable CursorRange range, SplitTask task, Tally tally) {
        SplitRows rows = open.feed().read(task.split(), task.from(), range);
        try {
            return new LaneStream(rows, fit(context, rows, open), task.split().id(), tally);
        } catch (RuntimeException failed) {
            rows.close();
            throw failed;
        }
    }

    private static TransformChain fit(EngineContext context, SplitRows rows, OpenStream open) {
        Schema output = open.plan().output();
        if (!SchemaAdapter.needed(rows.schema(), output)) {
            return new TransformChain(rows, List.of(), List.of());
        }
        OnError onError = Planner.isRejecting(open.plan().recipe()) ? OnError.QUARANTINE : OnError.FAIL;
        Step adapter = SchemaAdapter.step(rows.schema(), output, onError, context.allocator());
        return new TransformChain(rows, List.of(adapter), List.of("fit the target"));
    }

    /// The largest cursor value read so far, or `null` where the window's bound was fixed beforehand.
    @Nullable
    String cursorMax() {
        return rows.counted().cursorMax();
    }

    @Override
    public Schema schema() {
        return fitted.schema();
    }

    @Override
    public @Nullable Batch next() {
        Batch batch = fitted.next();
        tell();
        return batch;
    }

    private void tell() {
        Counted now = rows.counted();
        if (now.rowsRead() > told.rowsRead()) {
            tally.read(split, now.rowsRead() - told.rowsRead(), now.bytesRead() - told.bytesRead());
        }
        now.busyNanos()
                .forEach((stage, nanos) ->
                        tally.busy(stage, nanos - told.busyNanos().getOrDefault(stage, 0L)));
        told = now;
    }

    @Override
    public void acknowledge(Position committed) {
        fitted.acknowledge(committed);
    }

    @Override
    public void close() {
        tell();
        tally.steps(rows.counted().then(fitted.counts()).steps());
        fitted.close();
    }
}
