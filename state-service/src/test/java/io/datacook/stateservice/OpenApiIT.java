package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.StateService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The checked-in description of the API is the one that the service gives; `-Ddatacook.update=true` writes it anew.
class OpenApiIT {
    private static final Path CHECKED_IN =
            Path.of(System.getProperty("datacook.root", "..")).resolve("docs/reference/state-service.openapi.yaml");

    @Test
    void theCheckedInDescriptionIsFresh() throws IOException {
        try (StateService service = StateService.start(PostgresServer.freshDatabase(), Map.of())) {
            String served = new Api(service.address(), null).get("/q/openapi").body();
            if (Boolean.getBoolean("datacook.update")) {
                Files.writeString(CHECKED_IN, served);
            }

            assertThat(served).as("-Ddatacook.update=true writes it anew").isEqualTo(Files.readString(CHECKED_IN));
        }
    }
}
