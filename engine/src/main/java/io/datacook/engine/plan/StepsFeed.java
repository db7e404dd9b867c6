package io.datacook.engine.plan;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.api.Step;
import io.datacook.engine.recipe.AssetConfig;
import io.datacook.engine.recipe.AssetFiles;
import io.datacook.engine.recipe.StepConfig;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Closing;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.ReadAhead;
import io.datacook.engine.stage.SplitRows;
import io.datacook.engine.stage.TransformChain;
import io.datacook.engine.stage.Validate;
import io.datacook.engine.stage.Validation;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One stream held to its asset and passed through its steps.
final class StepsFeed implements Feed {
    private final EngineContext context;
    private final StreamRecipe stream;
    private final Feed left;
    private @Nullable Validation validation;

    /// @param left owned by the feed from now on
    StepsFeed(EngineContext context, StreamRecipe stream, Feed left) {
        this.context = context;
        this.stream = stream;
        this.left = left;
    }

    @Override
    public Info describe() {
        Info info = left.describe();
        Schema read = info.source().schema();
        Validation checks = validation(read);
        return new Info(
                info.source(),
                transformed(read),
                info.features(),
                info.wholeStream() || (checks != null && checks.looksAtAllRows()));
    }

    /// What holds the rows to the asset, shared by all lanes, or `null` if the recipe names none.
    private synchronized @Nullable Validation validation(Schema read) {
        AssetConfig asset = stream.asset();
        if (asset == null) {
            return null;
        }
        Validation known = validation;
        if (known == null) {
            known = new Validation(
                    AssetFiles.read(asset.path()),
                    asset.mode(),
                    read,
                    context.startedAt(),
                    context.runId(),
                    context.allocator());
            validation = known;
        }
        return known;
    }

    /// What the steps make of the source's columns; opened and closed again, no row passes.
    private Schema transformed(Schema read) {
        List<Step> steps = steps(read);
        Schema output = steps.isEmpty() ? read : steps.getLast().output();
        Closing.all(steps);
        return output;
    }

    private List<Step> steps(Schema read) {
        return new Openers(context).steps(stream.steps(), read, stream.name(), Planner.isRejecting(stream));
    }

    @Override
    public @Nullable String cursorMax(String column) {
        return left.cursorMax(column);
    }

    @Override
    public List<Split> splits(@Nullable CursorRange range) {
        return left.splits(range);
    }

    @Override
    public SplitRows read(Split split, Position from, @Nullable CursorRange range) {
        SplitRows source = left.read(split, from, range);
        BatchStream rows = ReadAhead.start(source, split.id());
        try {
            Validation checks = validation(rows.schema());
            if (checks != null) {
                rows = new Validate(rows, checks);
            }
            List<String> names = stream.steps().stream().map(StepConfig::type).toList();
            return new Rows(new TransformChain(rows, steps(rows.schema()), names), source);
        } catch (RuntimeException failed) {
            rows.close();
            throw failed;
        }
    }

    @Override
    public synchronized List<Validation.Finding> finish() {
        List<Validation.Finding> before = left.finish();
        if (validation == null) {
            return before;
        }
        validation.finish();
        return validation.findings();
    }

    @Override
    public void close() {
        left.close();
    }

    private record Rows(TransformChain chain, SplitRows source) implements SplitRows {
        @Override
        public Counted counted() {
            return source.counted().then(chain.counts());
        }

        @Override
        public Schema schema() {
            return chain.schema();
        }

        @Override
        public @Nullable Batch next() {
            return chain.next();
        }

        @Override
        public void acknowledge(Position committed) {
            chain.acknowledge(committed);
        }

        @Override
        public void close() {
            chain.close();
        }
    }
}
