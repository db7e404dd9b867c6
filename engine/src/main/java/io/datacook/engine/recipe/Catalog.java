package io.datacook.engine.recipe;

import io.datacook.api.Connector;
import io.datacook.api.DatacookException;
import io.datacook.api.DestinationRole;
import io.datacook.api.ErrorCode;
import io.datacook.api.SourceRole;
import io.datacook.api.StateRole;
import io.datacook.api.StepType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The connectors and step types there are, by type. Immutable, safe for all threads.
public final class Catalog {
    private final SortedMap<String, Connector> connectors = new TreeMap<>();
    private final SortedMap<String, StepType<?>> steps = new TreeMap<>();

    private Catalog(Iterable<Connector> connectors, Iterable<? extends StepType<?>> steps) {
        for (Connector connector : connectors) {
            single(this.connectors.put(connector.type(), connector), connector, connector.type());
        }
        for (StepType<?> step : steps) {
            single(this.steps.put(step.type(), step), step, step.type());
        }
    }

    /// Everything [ServiceLoader] finds on the class path.
    ///
    /// @throws DatacookException `INTERNAL` if two classes answer to one type
    public static Catalog load() {
        List<StepType<?>> steps = new ArrayList<>();
        ServiceLoader.load(StepType.class).forEach(steps::add);
        return new Catalog(ServiceLoader.load(Connector.class), steps);
    }

    /// Only these, for tests and for programs that embed the engine.
    public static Catalog of(Collection<? extends Connector> connectors, Collection<? extends StepType<?>> steps) {
        return new Catalog(List.copyOf(connectors), List.copyOf(steps));
    }

    /// All connectors, sorted by type.
    public Collection<Connector> connectors() {
        return List.copyOf(connectors.values());
    }

    /// All step types, sorted by type.
    public Collection<StepType<?>> stepTypes() {
        return List.copyOf(steps.values());
    }

    /// The connector of a type, or `null`.
    public @Nullable Connector connector(String type) {
        return connectors.get(type);
    }

    /// The step type of a name, or `null`.
    public @Nullable StepType<?> step(String type) {
        return steps.get(type);
    }

    /// The source role of a type.
    ///
    /// @throws DatacookException `CONNECTOR_UNKNOWN`, or `RECIPE_UNSUPPORTED` if it is never a source
    public SourceRole<?> source(String type) {
        return role(require(type).source(), type, "source");
    }

    /// The destination role of a type.
    ///
    /// @throws DatacookException `CONNECTOR_UNKNOWN`, or `RECIPE_UNSUPPORTED` if it is never a destination
    public DestinationRole<?> destination(String type) {
        return role(require(type).destination(), type, "destination");
    }

    /// The state role of a type.
    ///
    /// @throws DatacookException `CONNECTOR_UNKNOWN`, or `RECIPE_UNSUPPORTED` if it never keeps state
    public StateRole<?> state(String type) {
        return role(require(type).state(), type, "state");
    }

    private Connector require(String type) {
        Connector connector = connectors.get(type);
        if (connector == null) {
            throw new DatacookException(
                    ErrorCode.CONNECTOR_UNKNOWN,
                    "no connector answers to '%s'; known are %s"
                            .formatted(type, String.join(", ", connectors.keySet())));
        }
        return connector;
    }

    private static <R> R role(@Nullable R role, String type, String name) {
        if (role == null) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED, "'%s' cannot be used as %s".formatted(type, name));
        }
        return Objects.requireNonNull(role);
    }

    private static void single(@Nullable Object before, Object now, String type) {
        if (before != null) {
            throw new DatacookException(
                    ErrorCode.INTERNAL,
                    "two classes answer to type '%s': %s and %s"
                            .formatted(
                                    type,
                                    before.getClass().getName(),
                                    now.getClass().getName()));
        }
    }
}
