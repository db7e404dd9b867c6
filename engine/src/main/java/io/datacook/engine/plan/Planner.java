package io.datacook.engine.plan;

import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.api.ErrorCode;
import io.datacook.api.SourceFeature;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.CommitClass;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.Delivery;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import io.datacook.engine.plan.StreamPlan.StreamStanding;
import io.datacook.engine.recipe.DeliveryConfig;
import io.datacook.engine.recipe.ErrorPolicy;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.schema.SchemaFit;
import io.datacook.engine.stage.Closing;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Makes plans: asks sources for columns, steps for what they make of them, destinations for what they have.
///
/// Contacts systems and changes nothing. **Threading:** one thread at a time.
public final class Planner {
    private final EngineContext context;
    private final Openers openers;
    private final StateBackend state;
    private final Upstream upstream;

    /// Plans with source and steps in this process.
    ///
    /// @param state where the streams stand
    public Planner(EngineContext context, StateBackend state) {
        this(context, state, StepsUpstream.local(context));
    }

    /// @param state where the streams stand
    /// @param upstream gives the rows
    public Planner(EngineContext context, StateBackend state, Upstream upstream) {
        this.context = context;
        this.openers = new Openers(context);
        this.state = state;
        this.upstream = upstream;
    }

    /// The recipe's streams, patterns resolved against the source.
    ///
    /// @throws DatacookException `STREAM_MISSING` if a pattern matches nothing
    public List<StreamRecipe> streams() {
        return new StreamExpansion(upstream).expand(context.recipe().streams());
    }

    /// The whole plan.
    public Plan plan() {
        List<StreamPlan> plans = new ArrayList<>();
        for (StreamRecipe stream : streams()) {
            try (OpenStream open = open(stream)) {
                plans.add(open.plan());
            }
        }
        return new Plan(context.recipe(), plans);
    }

    /// Opens a stream's systems and plans its load; the caller closes it.
    public OpenStream open(StreamRecipe stream) {
        Feed feed = upstream.open(stream);
        Destination destination = null;
        try {
            destination = openers.destination(stream.destination(), stream.name());
            Feed.Info info = feed.describe();
            return new OpenStream(plan(stream, info, destination), info, feed, destination);
        } catch (DatacookException failed) {
            closeAll(feed, destination);
            throw failed.at("stream " + stream.name());
        } catch (RuntimeException failed) {
            closeAll(feed, destination);
            throw failed;
        }
    }

    private static void closeAll(Feed feed, @Nullable Destination destination) {
        Closing.all(destination == null ? List.of(feed) : List.of(destination, feed));
    }

    private StreamPlan plan(StreamRecipe stream, Feed.Info info, Destination destination) {
        Schema existing = destination.existing();
        Set<DestinationFeature> features =
                context.catalog().destination(stream.destination().type()).features();
        SchemaFit fit = SchemaFit.of(
                stream.schema(), info.output(), new SchemaFit.Target(existing, destination::stored, features));
        ModeCheck.check(stream, fit.output(), features);
        return new StreamPlan(
                stream.name(),
                stream,
                info.source(),
                info.source().schema(),
                fit.output(),
                destination.describe(),
                existing != null,
                fit.changes(),
                delivery(stream, info.features(), features),
                standing(stream.name()));
    }

    /// How often a row may arrive, and why.
    ///
    /// @throws DatacookException `RECIPE_UNSUPPORTED` if the recipe requires more than the pair of systems gives
    private static String delivery(StreamRecipe stream, Set<SourceFeature> source, Set<DestinationFeature> features) {
        Delivery given = Delivery.of(source, CommitClass.of(features), stream.mode());
        DeliveryConfig.Delivery required = stream.require().delivery();
        if (required != null && !given.guarantee().satisfies(guarantee(required))) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    ("require.delivery is %s, and %s into %s with write_mode %s gives %s: %s; take another write mode "
                                    + "(docs/delivery.md has the table), or require %s")
                            .formatted(
                                    guarantee(required).word(),
                                    stream.source().type(),
                                    stream.destination().type(),
                                    stream.mode().word(),
                                    given.guarantee().word(),
                                    given.reason(),
                                    given.guarantee().word()));
        }
        return given.guarantee().word() + ": " + given.reason();
    }

    private static Delivery.Guarantee guarantee(DeliveryConfig.Delivery required) {
        return switch (required) {
            case EXACTLY_ONCE -> Delivery.Guarantee.EXACTLY_ONCE;
            case IDEMPOTENT -> Delivery.Guarantee.IDEMPOTENT;
            case AT_LEAST_ONCE -> Delivery.Guarantee.AT_LEAST_ONCE;
        };
    }

    private StreamStanding standing(String stream) {
        StateKey key = new StateKey(context.recipe().qualifiedName(), stream);
        StateBackend.Versioned kept = state.load(key);
        if (kept == null) {
            return StreamStanding.NEW;
        }
        StreamState standing = StateCodec.read(kept.document(), "stream " + stream);
        Cursor cursor = standing.cursor();
        Window window = standing.window();
        return new StreamStanding(
                cursor == null ? null : cursor.column() + " ≤ " + cursor.value(),
                window == null ? null : window.id(),
                standing.totals().windows(),
                standing.totals().rows());
    }

    /// Whether the recipe lets rows be left out.
    public static boolean isRejecting(StreamRecipe stream) {
        return switch (stream.errors()) {
            case ErrorPolicy.Fail _ -> false;
            case ErrorPolicy.Skip _, ErrorPolicy.DeadLetter _ -> true;
        };
    }
}
