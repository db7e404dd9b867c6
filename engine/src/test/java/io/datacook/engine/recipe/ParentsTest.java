package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parents outside the recipe's folder: pinned URLs, and how they are read.
class ParentsTest {
    private static final String BASE = """
            source: { type: csv, path: a.csv }
            destination: { type: parquet, path: out }
            runtime: { batch_size: 7 }
            """;
    private static final String PIN = Canonical.sha256(BASE.getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    @Test
    void aPinnedFileUrlIsAParent() throws IOException {
        Path base = Files.writeString(folder.resolve("base.yaml"), BASE);

        Resolution resolution = load("extends: %s#sha256=%s\nname: a\n".formatted(base.toUri(), PIN), refusing());

        assertThat(resolution.orThrow().runtime().batchSizeRows()).isEqualTo(7);
    }

    @Test
    void aPinnedHttpsUrlIsAParent() throws IOException {
        Fetcher fetcher = address -> {
            assertThat(address).isEqualTo(URI.create("https://example.com/base.yaml"));
            return BASE.getBytes(StandardCharsets.UTF_8);
        };

        Resolution resolution =
                load("extends: https://example.com/base.yaml#sha256=%s\nname: a\n".formatted(PIN), fetcher);

        assertThat(resolution.orThrow().runtime().batchSizeRows()).isEqualTo(7);
    }

    @Test
    void anotherDigestIsRefusedAndNamed() throws IOException {
        Fetcher fetcher = _ -> "name: evil\n".getBytes(StandardCharsets.UTF_8);

        Resolution resolution =
                load("extends: https://example.com/base.yaml#sha256=%s\nname: a\n".formatted(PIN), fetcher);

        assertThat(resolution.problems().getFirst().message())
                .contains("the file's digest is " + Canonical.sha256("name: evil\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aServerThatFailsIsAProblemWithoutThePassword() throws IOException {
        Fetcher fetcher = _ -> {
            throw new IOException("the server answered 503");
        };

        Resolution resolution =
                load("extends: https://ada:hunter2@example.com/b.yaml#sha256=%s\nname: a\n".formatted(PIN), fetcher);

        assertThat(resolution.problems().getFirst().describe())
                .contains("the server answered 503")
                .doesNotContain("hunter2");
    }

    @Test
    void httpIsReadWithinItsLimits() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ok", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[100]);
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/ok");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
            HttpsFetcher fetcher = new HttpsFetcher(Duration.ofSeconds(20), 100);
            HttpsFetcher narrow = new HttpsFetcher(Duration.ofSeconds(20), 99);

            assertThat(fetcher.fetch(URI.create(address + "/ok"))).hasSize(100);
            assertThatThrownBy(() -> narrow.fetch(URI.create(address + "/ok"))).hasMessage("it has more than 99 bytes");
            assertThatThrownBy(() -> fetcher.fetch(URI.create(address + "/moved")))
                    .hasMessage("the server answered 302");
        } finally {
            server.stop(0);
        }
    }

    private Resolution load(String recipe, Fetcher fetcher) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
        Resolver.Draft draft = RecipeFiles.draft(file, null, Settings.NONE, new Environment(Map.of(), 1), fetcher);
        return new Resolution(draft.recipe(), RecipeProblem.certain(draft.problems()));
    }

    private static Fetcher refusing() {
        return address -> {
            throw new IOException("nobody asked for " + address);
        };
    }
}
