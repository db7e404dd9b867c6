package io.datacook.engine.run;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.SourceFeature;
import io.datacook.api.Step;
import io.datacook.engine.load.SplitTask;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.OpenStream;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.plan.StreamPlan;
import io.datacook.engine.recipe.StepConfig;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.rows.OnError;
import io.datacook.engine.schema.SchemaAdapter;
import io.datacook.engine.stage.CursorFilter;
import io.datacook.engine.stage.Extract;
import io.datacook.engine.stage.ReadAhead;
import io.datacook.engine.stage.TransformChain;
import io.datacook.engine.stage.Validate;
import io.datacook.engine.stage.Validation;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One lane's way from a split to the writer: extract ═▶ filter → validate → transform → adapt, the first stage on a
/// thread of its own.
///
/// **Threading:** one thread at a time. **Closing:** closes every stage and counts what the steps did.
final class LaneStream implements BatchStream {
    private final BatchStream rows;
    private final TransformChain steps;
    private final @Nullable CursorFilter filter;
    private final Tally tally;

    private LaneStream(BatchStream rows, TransformChain steps, @Nullable CursorFilter filter, Tally tally) {
        this.rows = rows;
        this.steps = steps;
        this.filter = filter;
        this.tally = tally;
    }

    /// Opens all stages for one split.
    ///
    /// @param range the window's rows, or `null` for all
    /// @param validation shared by all lanes of the stream, or `null` if there is no asset
    static LaneStream open(
            EngineContext context,
            OpenStream open,
            ReadRequest request,
            @Nullable CursorRange range,
            SplitTask task,
            @Nullable Validation validation,
            Tally tally) {
        String stream = open.plan().name();
        String split = task.split().id();
        BatchStream rows =
                new Extract(open.source().read(request, task.split(), task.from()), request.schema(), stream);
        try {
            rows = new Timed(rows, (batch, nanos) -> {
                tally.busy("extract", nanos);
                if (batch != null) {
                    tally.read(split, batch.rowCount() + (long) batch.rejects().size(), batch.bytes());
                }
            });
            CursorFilter filter = null;
            if (range != null && request.range() == null) {
                filter = new CursorFilter(rows, range, context.allocator());
                rows = filter;
            }
            rows = ReadAhead.start(rows, split);
            if (validation != null) {
                rows = new Validate(rows, validation);
            }
            TransformChain steps = transform(context, rows, open.plan());
            return new LaneStream(steps, steps, filter, tally);
        } catch (RuntimeException failed) {
            rows.close();
            throw failed;
        }
    }

    /// The recipe's steps and, behind them, what makes their columns the target's.
    private static TransformChain transform(EngineContext context, BatchStream rows, StreamPlan plan) {
        StreamRecipe recipe = plan.recipe();
        boolean rejecting = Planner.isRejecting(recipe);
        List<Step> steps =
                new ArrayList<>(new Openers(context).steps(recipe.steps(), rows.schema(), plan.name(), rejecting));
        List<String> names =
                new ArrayList<>(recipe.steps().stream().map(StepConfig::type).toList());
        Schema output = steps.isEmpty() ? rows.schema() : steps.getLast().output();
        if (SchemaAdapter.needed(output, plan.output())) {
            OnError onError = rejecting ? OnError.QUARANTINE : OnError.FAIL;
            steps.add(SchemaAdapter.step(output, plan.output(), onError, context.allocator()));
            names.add("fit the target");
        }
        return new TransformChain(rows, steps, names);
    }

    /// The largest cursor value read so far, or `null` where the window's bound was fixed beforehand.
    @Nullable
    String cursorMax() {
        return filter == null ? null : filter.cursorMax();
    }

    /// What the engine asks of the source, for splits and for reading alike.
    static ReadRequest request(EngineContext context, OpenStream open, @Nullable CursorRange range) {
        boolean pushed = context.catalog()
                .source(open.plan().recipe().source().type())
                .features()
                .contains(SourceFeature.CURSOR_PUSHDOWN);
        return new ReadRequest(
                open.plan().read(),
                pushed ? range : null,
                context.recipe().runtime().batchSizeRows(),
                context.budget().batchBytesMax(),
                Planner.isRejecting(open.plan().recipe()) ? ReadRequest.BadRows.REJECT : ReadRequest.BadRows.FAIL);
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public @Nullable Batch next() {
        return rows.next();
    }

    @Override
    public void acknowledge(Position committed) {
        rows.acknowledge(committed);
    }

    @Override
    public void close() {
        tally.steps(steps.counts());
        rows.close();
    }
}
