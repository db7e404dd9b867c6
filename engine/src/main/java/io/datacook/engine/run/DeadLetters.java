package io.datacook.engine.run;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.Reject;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import io.datacook.engine.load.RejectSink;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.plan.StreamPlan;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.DestinationConfig;
import io.datacook.engine.recipe.ErrorPolicy;
import io.datacook.engine.recipe.Place;
import io.datacook.engine.schema.RejectBatch;
import io.datacook.engine.stage.Closing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rejected rows on their way into a destination of staged files, kept exactly once like the rows that were loaded.
///
/// **Threading** and **closing** as [RejectSink] says.
final class DeadLetters implements RejectSink {
    /// Where rejected rows go unless the recipe says otherwise, relative to its folder.
    static final String FOLDER_DEFAULT = ".datacook/rejected/";

    private final EngineContext context;
    private final Destination destination;
    private final Load load;
    private final RejectBatch.Run run;

    private DeadLetters(EngineContext context, Destination destination, Load load, RejectBatch.Run run) {
        this.context = context;
        this.destination = destination;
        this.load = load;
        this.run = run;
    }

    /// The opener for a stream, or `null` where its recipe keeps no rejected rows.
    static RejectSink.@Nullable Opener opener(EngineContext context, StreamPlan plan) {
        return switch (plan.recipe().errors()) {
            case ErrorPolicy.Fail _, ErrorPolicy.Skip _ -> null;
            case ErrorPolicy.DeadLetter letters ->
                (window, fence) -> open(context, plan, config(plan, letters.destination()), window, fence);
        };
    }

    private static DestinationConfig config(StreamPlan plan, @Nullable DestinationConfig declared) {
        if (declared != null) {
            return declared;
        }
        Place place = plan.recipe().source().place();
        Mapping options = Mapping.empty(place).with("path", Scalar.text(FOLDER_DEFAULT + plan.name(), place));
        return new DestinationConfig("json", options, place);
    }

    private static RejectSink open(
            EngineContext context, StreamPlan plan, DestinationConfig config, String window, long fence) {
        Destination destination = new Openers(context).destination(config, plan.name());
        try {
            List<SchemaChange> changes =
                    destination.existing() == null ? List.of(new SchemaChange.Create(RejectBatch.SCHEMA)) : List.of();
            Load load = destination.load(new LoadRequest(
                    context.recipe().qualifiedName(),
                    plan.name() + ".rejected",
                    window,
                    RejectBatch.SCHEMA,
                    new WriteMode.Append(),
                    changes,
                    -1,
                    fence));
            return new DeadLetters(
                    context, destination, load, new RejectBatch.Run(plan.name(), context.runId(), context.startedAt()));
        } catch (RuntimeException failed) {
            destination.close();
            throw failed;
        }
    }

    @Override
    public void open() {
        load.open();
    }

    @Override
    public EpochRejects begin(EpochId epoch) {
        EpochWriter writer = load.begin(epoch);
        if (writer instanceof EpochWriter.Staged staged) {
            return new Letters(staged);
        }
        writer.close();
        throw new DatacookException(
                ErrorCode.RECIPE_UNSUPPORTED,
                "errors.dead_letter takes a destination of files such as json, csv or parquet, not "
                        + destination.describe());
    }

    @Override
    public void publish(Manifest manifest) {
        load.publish(manifest);
    }

    @Override
    public void finish() {
        load.finish(List.of());
    }

    @Override
    public void close() {
        Closing.all(List.<AutoCloseable>of(load, destination));
    }

    private final class Letters implements EpochRejects {
        private final EpochWriter.Staged writer;

        private Letters(EpochWriter.Staged writer) {
            this.writer = writer;
        }

        @Override
        public void write(List<Reject> rejects) {
            try (Batch batch = RejectBatch.of(rejects, run, null, context.allocator())) {
                writer.write(batch);
            }
        }

        @Override
        public Manifest prepare() {
            return writer.prepare();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
