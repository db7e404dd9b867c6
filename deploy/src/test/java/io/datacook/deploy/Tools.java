package io.datacook.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tools that render manifests, where the machine has them; a test that needs an absent one is skipped and says so.
final class Tools {
    static final Path DEPLOY =
            Path.of(System.getProperty("datacook.root", "..")).resolve("deploy").toAbsolutePath();

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Tools() {}

    /// What a command left behind.
    ///
    /// @param output standard output
    /// @param errors standard error
    record Ended(int exitCode, String output, String errors) {}

    /// The objects of a kustomize folder below `deploy`.
    static List<JsonNode> kustomize(String folder) {
        String place = DEPLOY.resolve(folder).toString();
        Path kustomize = find("kustomize");
        Path kubectl = find("kubectl");
        assumeTrue(
                kustomize != null || kubectl != null,
                "skipped: neither kustomize nor kubectl is here; `deploy/tools/get kustomize` builds one");
        Ended ended = kustomize != null
                ? run(List.of(kustomize.toString(), "build", place))
                : run(List.of(String.valueOf(kubectl), "kustomize", place));
        if (ended.exitCode() != 0) {
            throw new AssertionError(folder + " cannot be rendered: " + ended.errors());
        }
        return objects(ended.output());
    }

    /// `helm …` with any outcome.
    static Ended helm(String... arguments) {
        Path helm = find("helm");
        assumeTrue(helm != null, "skipped: helm is not here; `deploy/tools/get helm` builds one");
        List<String> command = new ArrayList<>(List.of(String.valueOf(helm)));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// The objects of a YAML text of any number of documents.
    static List<JsonNode> objects(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    static List<JsonNode> objects(Path file) {
        return objects(read(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// What names an object within a cluster.
    static String key(JsonNode object) {
        return object.path("apiVersion").asText() + "/" + object.path("kind").asText() + " "
                + object.at("/metadata/name").asText();
    }

    private static @Nullable Path find(String name) {
        String home = System.getenv().getOrDefault("HOME", "/root");
        String caches = System.getenv().getOrDefault("XDG_CACHE_HOME", home + "/.cache");
        String cache = System.getenv().getOrDefault("DATACOOK_TOOLS_CACHE", caches + "/datacook-tools");
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of(cache))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static Ended run(List<String> command) {
        try {
            Path errors = Files.createTempFile("tool", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            int exit = process.waitFor();
            String problems = Files.readString(errors);
            Files.delete(errors);
            return new Ended(exit, output, problems);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
