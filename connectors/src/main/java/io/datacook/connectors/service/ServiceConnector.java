package io.datacook.connectors.service;

import com.google.auto.service.AutoService;
import io.datacook.api.Connector;
import io.datacook.api.StateRole;

/// A Datacook state service.
@AutoService(Connector.class)
public final class ServiceConnector implements Connector {
    @Override
    public String type() {
        return "service";
    }

    @Override
    public String summary() {
        return "Keeps state in a Datacook state service, shared over HTTP.";
    }

    @Override
    public StateRole<?> state() {
        return new StateRole<>(ServiceStateOptions.class, ServiceState::open);
    }
}
