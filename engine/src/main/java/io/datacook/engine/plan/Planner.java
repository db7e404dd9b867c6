package io.datacook.engine.plan;

import io.datacook.api.CursorValues;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.DestinationRole;
import io.datacook.api.ErrorCode;
import io.datacook.api.Source;
import io.datacook.api.SourceRole;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.api.Step;
import io.datacook.api.StreamInfo;
import io.datacook.engine.plan.StreamPlan.StreamStanding;
import io.datacook.engine.recipe.ErrorPolicy;
import io.datacook.engine.recipe.Incremental;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Closing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

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
}
