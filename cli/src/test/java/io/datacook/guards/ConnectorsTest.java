package io.datacook.guards;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Connector;
import io.datacook.api.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds every connector and step to what CONTRIBUTING asks of them: a contract test for each role, a page for each.
class ConnectorsTest {
    private static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));

    @Test
    void everyRoleHasItsContractTest() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Connector connector : connectors()) {
            String tests = testsOf(connector);
            if (connector.source() != null && !tests.contains("SourceContract")) {
                missing.add(connector.type() + " has no test that implements SourceContract");
            }
            if (connector.destination() != null && !tests.contains("DestinationContract")) {
                missing.add(connector.type() + " has no test that implements DestinationContract");
            }
            if (connector.state() != null && !tests.contains("StateBackendContract")) {
                missing.add(connector.type() + " has no test that implements StateBackendContract");
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyConnectorHasItsPage() {
        assertThat(connectors().stream().map(Connector::type).filter(type -> !page("connectors", type)))
                .isEmpty();
    }

    @Test
    void everyStepHasItsPage() {
        List<String> types = new ArrayList<>();
        for (StepType<?> step : ServiceLoader.load(StepType.class)) {
            types.add(step.type());
        }
        assertThat(types).hasSizeGreaterThan(10);
        assertThat(types.stream().filter(type -> !page("steps", type))).isEmpty();
    }

    private static boolean page(String folder, String type) {
        return Files.exists(ROOT.resolve("docs/reference/" + folder + "/" + type + ".md"));
    }

    private static List<Connector> connectors() {
        List<Connector> connectors = new ArrayList<>();
        ServiceLoader.load(Connector.class).forEach(connectors::add);
        assertThat(connectors).isNotEmpty();
        return connectors;
    }

    /// The text of all tests beside a connector.
    private static String testsOf(Connector connector) throws IOException {
        Path folder = ROOT.resolve("connectors/src/test/java")
                .resolve(connector.getClass().getPackageName().replace('.', '/'));
        if (!Files.exists(folder)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
