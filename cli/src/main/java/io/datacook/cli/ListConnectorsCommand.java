package io.datacook.cli;

import io.datacook.api.Connector;
import java.util.Comparator;
import java.util.ServiceLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `datacook list-connectors`.
@Command(name = "list-connectors", description = "Shows the systems Datacook reads from and writes to.")
final class ListConnectorsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        ServiceLoader.load(Connector.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Connector::type))
                .forEach(connector ->
                        spec.commandLine().getOut().println(connector.type() + "  " + connector.summary()));
    }
}
