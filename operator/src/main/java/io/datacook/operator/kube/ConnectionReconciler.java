package io.datacook.operator.kube;

import io.datacook.crds.Connection;
import io.datacook.crds.ConnectionStatus;
import io.datacook.crds.Recipe;
import io.datacook.operator.decide.ConnectionDecider;
import io.datacook.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Tells whether a connection can be used.
@Singleton
@ControllerConfiguration(
        name = "connection",
        fieldManager = Labels.OPERATOR,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.HOURS))
public final class ConnectionReconciler implements Reconciler<Connection> {
    private final Parts parts;

    /// @param parts stay the caller's
    public ConnectionReconciler(Parts parts) {
        this.parts = parts;
    }

    @Override
    public List<EventSource<?, Connection>> prepareEventSources(EventSourceContext<Connection> context) {
        InformerEventSourceConfiguration<Recipe> recipes = InformerEventSourceConfiguration.from(
                        Recipe.class, Connection.class)
                .withItemStore(new TrimmedStore<>(recipe -> recipe.setStatus(null)))
                .withSecondaryToPrimaryMapper(recipe -> RecipeReferences.connections(recipe).stream()
                        .map(name -> new ResourceID(name, recipe.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
                .build();
        return List.of(new InformerEventSource<>(recipes, context));
    }

    @Override
    public UpdateControl<Connection> reconcile(Connection connection, Context<Connection> context) {
        if (Sources.isPaused(connection) || connection.getMetadata().getDeletionTimestamp() != null) {
            return UpdateControl.noUpdate();
        }
        int recipes = context.getSecondaryResources(Recipe.class).size();
        ConnectionStatus status =
                ConnectionDecider.decide(connection, recipes, parts.clock().instant());
        if (status.equals(connection.getStatus())) {
            return UpdateControl.noUpdate();
        }
        Connection told = new Connection();
        told.setMetadata(new ObjectMetaBuilder()
                .withName(connection.getMetadata().getName())
                .withNamespace(connection.getMetadata().getNamespace())
                .build());
        told.setStatus(status);
        return UpdateControl.patchStatus(told);
    }
}
