package io.datacook.engine.plan;

import io.datacook.api.CursorValues;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.api.ErrorCode;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.api.Step;
import io.datacook.api.StreamInfo;
import io.datacook.api.TypeNames;
import io.datacook.engine.commit.CommitClass;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.Delivery;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import io.datacook.engine.plan.StreamPlan.StreamStanding;
import io.datacook.engine.recipe.AssetConfig;
import io.datacook.engine.recipe.AssetFiles;
import io.datacook.engine.recipe.DeliveryConfig;
import io.datacook.engine.recipe.ErrorPolicy;
import io.datacook.engine.recipe.Incremental;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.schema.SchemaFit;
import io.datacook.engine.stage.Closing;
import io.datacook.engine.stage.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Makes plans: asks sources for columns, steps for what they make of them, destinations for what they have.
///
/// Contacts systems and changes nothing. **Threading:** one thread at a time.
public final class Planner {
    private final EngineContext context;
    private final Openers openers;
    private final StateBackend state;

    /// @param state where the streams stand
    public Planner(EngineContext context, StateBackend state) {
        this.context = context;
        this.openers = new Openers(context);
        this.state = state;
    }

    /// The recipe's streams, patterns resolved against the source.
    ///
    /// @throws DatacookException `STREAM_MISSING` if a pattern matches nothing
    public List<StreamRecipe> streams() {
        return new StreamExpansion(openers).expand(context.recipe().streams());
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
        Source source = openers.source(stream.source(), stream.name());
        Destination destination = null;
        try {
            destination = openers.destination(stream.destination(), stream.name());
            return new OpenStream(plan(stream, source, destination), source, destination);
        } catch (DatacookException failed) {
            closeAll(source, destination);
            throw failed.at("stream " + stream.name());
        } catch (RuntimeException failed) {
            closeAll(source, destination);
            throw failed;
        }
    }

    private static void closeAll(Source source, @Nullable Destination destination) {
        Closing.all(destination == null ? List.of(source) : List.of(destination, source));
    }

    private StreamPlan plan(StreamRecipe stream, Source source, Destination destination) {
        StreamInfo info = source.describe();
        checkCursor(stream, info.schema());
        validation(stream, info.schema());
        Schema transformed = transformed(stream, info.schema());
        Schema existing = destination.existing();
        Set<DestinationFeature> features =
                context.catalog().destination(stream.destination().type()).features();
        SchemaFit fit = SchemaFit.of(
                stream.schema(), transformed, new SchemaFit.Target(existing, destination::stored, features));
        ModeCheck.check(stream, fit.output(), features);
        return new StreamPlan(
                stream.name(),
                stream,
                info,
                info.schema(),
                fit.output(),
                destination.describe(),
                existing != null,
                fit.changes(),
                delivery(stream, features),
                standing(stream.name()));
    }

    /// How often a row may arrive, and why.
    ///
    /// @throws DatacookException `RECIPE_UNSUPPORTED` if the recipe requires more than the pair of systems gives
    private String delivery(StreamRecipe stream, Set<DestinationFeature> features) {
        Set<SourceFeature> source =
                context.catalog().source(stream.source().type()).features();
        Delivery given = Delivery.of(source, CommitClass.of(features), stream.mode());
        DeliveryConfig.Delivery required = stream.require().delivery();
        if (required != null && !given.guarantee().satisfies(guarantee(required))) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "require.delivery is %s, and %s into %s with write_mode %s gives %s: %s"
                            .formatted(
                                    guarantee(required).word(),
                                    stream.source().type(),
                                    stream.destination().type(),
                                    stream.mode().word(),
                                    given.guarantee().word(),
                                    given.reason()));
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

    /// What the steps make of the source's columns; opened and closed again, no row passes.
    private Schema transformed(StreamRecipe stream, Schema read) {
        List<Step> steps = openers.steps(stream.steps(), read, stream.name(), isRejecting(stream));
        Schema output = steps.isEmpty() ? read : steps.getLast().output();
        Closing.all(steps);
        return output;
    }

    /// What holds the stream's rows to its asset, or `null` if the recipe names none.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` if the columns do not fit the asset
    public @Nullable Validation validation(StreamRecipe stream, Schema read) {
        AssetConfig asset = stream.asset();
        return asset == null
                ? null
                : new Validation(
                        AssetFiles.read(asset.path()),
                        asset.mode(),
                        read,
                        context.startedAt(),
                        context.runId(),
                        context.allocator());
    }

    /// Whether the recipe lets rows be left out.
    public static boolean isRejecting(StreamRecipe stream) {
        return switch (stream.errors()) {
            case ErrorPolicy.Fail _ -> false;
            case ErrorPolicy.Skip _, ErrorPolicy.DeadLetter _ -> true;
        };
    }

    private static void checkCursor(StreamRecipe stream, Schema read) {
        if (!(stream.incremental() instanceof Incremental.Cursor cursor)) {
            return;
        }
        Field column = null;
        for (Field field : read.getFields()) {
            if (field.getName().equals(cursor.column())) {
                column = field;
            }
        }
        if (column == null) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the cursor column '%s' is not among the source's columns: %s"
                            .formatted(cursor.column(), names(read)));
        }
        if (!CursorValues.supports(column.getType())) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the cursor column '%s' is of type %s; a cursor is a number, date, timestamp or string"
                            .formatted(cursor.column(), TypeNames.name(column)));
        }
    }

    private static String names(Schema schema) {
        return schema.getFields().stream().map(Field::getName).collect(Collectors.joining(", "));
    }
}
