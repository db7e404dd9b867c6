package io.datacook.engine.plan;

import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.DestinationRole;
import io.datacook.api.ErrorCode;
import io.datacook.api.Source;
import io.datacook.api.SourceRole;
import io.datacook.api.StateBackend;
import io.datacook.api.StateRole;
import io.datacook.api.Step;
import io.datacook.api.StepType;
import io.datacook.engine.recipe.ConfigNode;
import io.datacook.engine.recipe.DestinationConfig;
import io.datacook.engine.recipe.Options;
import io.datacook.engine.recipe.SourceConfig;
import io.datacook.engine.recipe.StateConfig;
import io.datacook.engine.recipe.StepConfig;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/// Turns what a recipe says of a system into the opened thing: binds options, resolves secrets, calls the opener.
///
/// The only place where secrets become values. **Threading:** safe for all lanes.
public final class Openers {
    private final EngineContext context;

    /// @param context lends what openers need
    public Openers(EngineContext context) {
        this.context = context;
    }

    /// Opens a source for one stream; the caller closes it.
    public Source source(SourceConfig config, String stream) {
        SourceRole<?> role = context.catalog().source(config.type());
        try {
            return source(role, config.options(), stream);
        } catch (DatacookException failed) {
            throw failed.at("source " + config.type() + " (" + config.place() + ")");
        }
    }

    private <C extends Record> Source source(SourceRole<C> role, ConfigNode.Mapping options, String stream) {
        C bound = Options.bind(options, role.options(), context.binding(stream, "source"))
                .orThrow();
        return role.opener().open(bound, context.forConnector());
    }

    /// Opens a destination for one stream; the caller closes it.
    public Destination destination(DestinationConfig config, String stream) {
        DestinationRole<?> role = context.catalog().destination(config.type());
        try {
            return destination(role, config.options(), stream);
        } catch (DatacookException failed) {
            throw failed.at("destination " + config.type() + " (" + config.place() + ")");
        }
    }

    private <C extends Record> Destination destination(
            DestinationRole<C> role, ConfigNode.Mapping options, String stream) {
        C bound = Options.bind(options, role.options(), context.binding(stream, "destination"))
                .orThrow();
        return role.opener().open(bound, context.forConnector());
    }

    /// Opens a state backend; the caller closes it.
    public StateBackend state(StateConfig config) {
        StateRole<?> role = context.catalog().state(config.type());
        return state(role, config.options());
    }

    private <C extends Record> StateBackend state(StateRole<C> role, ConfigNode.Mapping options) {
        C bound = Options.bind(options, role.options(), context.binding("", "state"))
                .orThrow();
        return role.opener().open(bound, context.forConnector());
    }

    /// Opens a stream's steps, each for the columns that the one before gives; the caller closes them.
    ///
    /// @param rejecting whether rows may be left out
    public List<Step> steps(List<StepConfig> configs, Schema input, String stream, boolean rejecting) {
        List<Step> opened = new ArrayList<>();
        Schema columns = input;
        try {
            for (int i = 0; i < configs.size(); i++) {
                Step step = step(configs.get(i), columns, stream, rejecting, i);
                opened.add(step);
                columns = step.output();
            }
            return List.copyOf(opened);
        } catch (RuntimeException failed) {
            opened.forEach(Step::close);
            throw failed;
        }
    }

    private Step step(StepConfig config, Schema input, String stream, boolean rejecting, int index) {
        StepType<?> type = context.catalog().step(config.type());
        if (type == null) {
            throw new DatacookException(
                    ErrorCode.CONNECTOR_UNKNOWN, "no step answers to the type '%s'".formatted(config.type()));
        }
        try {
            return step(type, config.options(), input, stream, rejecting, index);
        } catch (DatacookException failed) {
            throw failed.at("step " + config.type() + " (" + config.place() + ")");
        }
    }

    private <C extends Record> Step step(
            StepType<C> type, ConfigNode.Mapping options, Schema input, String stream, boolean rejecting, int index) {
        C bound = Options.bind(options, type.options(), context.binding(stream, "transform.steps[" + index + "]"))
                .orThrow();
        return type.open(bound, input, context.forStep(stream, rejecting));
    }
}
