package io.datacook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaValue;

/// Argo CD's health of our resources: every case of health_test.yaml in a Lua machine.
class HealthLuaTest {
    private static final Path FOLDER = Tools.DEPLOY.resolve("argocd");
    private static final String SCRIPT = Tools.read(FOLDER.resolve("health.lua"));

    @ParameterizedTest
    @MethodSource("cases")
    void healthIsAsTheCaseSays(Case example) {
        LuaValue health = LuaMachine.run(
                SCRIPT, Tools.objects(FOLDER.resolve(example.input())).getFirst());

        assertThat(health.get("status").tojstring()).isEqualTo(example.status());
        assertThat(health.get("message").tojstring()).isEqualTo(example.message());
    }

    @Test
    void everyExampleHasItsCase() throws IOException {
        List<String> named = cases().map(Case::input).toList();

        try (Stream<Path> files = Files.list(FOLDER.resolve("testdata"))) {
            assertThat(files.map(file -> "testdata/" + file.getFileName())).containsExactlyInAnyOrderElementsOf(named);
        }
    }

    private static Stream<Case> cases() {
        JsonNode tests =
                Tools.objects(FOLDER.resolve("health_test.yaml")).getFirst().path("tests");
        return StreamSupport.stream(tests.spliterator(), false)
                .map(test -> new Case(
                        test.path("inputPath").asText(),
                        test.at("/healthStatus/status").asText(),
                        test.at("/healthStatus/message").asText()));
    }

    /// One case.
    record Case(String input, String status, String message) {}
}
