package io.datacook.operator.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The state service over HTTP. Safe for concurrent use; answers are read up to a limit.
public final class HttpStateService implements StateService, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int ANSWER_BYTES_MAX = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI base;
    private final @Nullable Path tokenFile;

    /// Connects when it is first asked.
    ///
    /// @param base such as `http://datacook-state.datacook-system.svc:8080`
    /// @param tokenFile a file with a bearer token, read for each call because the kubelet renews it; or `null`
    public HttpStateService(URI base, @Nullable Path tokenFile) {
        this.base = base;
        this.tokenFile = tokenFile;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    @Override
    public @Nullable RunView run(String namespace, String run) throws UnavailableException {
        String path = "/v1/runs/" + encoded(run) + "?namespace=" + encoded(namespace);
        Answer answer = call(request(path).GET());
        if (answer.status() == 404) {
            return null;
        }
        require(answer, path, 200);
        try {
            return JSON.readValue(answer.body(), RunView.class);
        } catch (IOException e) {
            throw new UnavailableException("the state service answered with something that is no run", e);
        }
    }

    @Override
    public void cancel(String namespace, String run) throws UnavailableException {
        String path = "/v1/runs/" + encoded(run) + "/cancel?namespace=" + encoded(namespace);
        Answer answer = call(request(path).POST(BodyPublishers.noBody()));
        require(answer, path, 202, 204, 404);
    }

    @Override
    public void forget(String namespace, String recipe) throws UnavailableException {
        String query = "?namespace=" + encoded(namespace) + "&recipe=" + encoded(recipe);
        Answer list = call(request("/v1/states" + query).GET());
        require(list, "/v1/states", 200);
        for (JsonNode state : tree(list.body())) {
            forget(query + "&stream=" + encoded(state.path("stream").asText()));
        }
    }

    private static JsonNode tree(String body) throws UnavailableException {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UnavailableException("the state service answered with something that is no list", e);
        }
    }

    private void forget(String query) throws UnavailableException {
        Answer state = call(request("/v1/state" + query).GET());
        if (state.status() == 404) {
            return;
        }
        require(state, "/v1/state", 200);
        if (state.tag() == null) {
            throw new UnavailableException("the state service answered without an ETag");
        }
        Answer deleted = call(
                request("/v1/state" + query).header("If-Match", state.tag()).DELETE());
        require(deleted, "/v1/state", 200, 204, 404);
    }

    private HttpRequest.Builder request(String path) throws UnavailableException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        if (tokenFile != null) {
            try {
                request.header(
                        "Authorization", "Bearer " + Files.readString(tokenFile).strip());
            } catch (IOException e) {
                throw new UnavailableException("the token file %s cannot be read".formatted(tokenFile), e);
            }
        }
        return request;
    }

    private record Answer(int status, String body, @Nullable String tag) {}

    private Answer call(HttpRequest.Builder request) throws UnavailableException {
        HttpRequest built = request.build();
        try {
            HttpResponse<InputStream> response = client.send(built, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
                if (bytes.length > ANSWER_BYTES_MAX) {
                    throw new UnavailableException(
                            "the state service's answer has more than %d bytes".formatted(ANSWER_BYTES_MAX));
                }
                return new Answer(
                        response.statusCode(),
                        new String(bytes, StandardCharsets.UTF_8),
                        response.headers().firstValue("ETag").orElse(null));
            }
        } catch (IOException e) {
            throw new UnavailableException("the state service at %s does not answer".formatted(base), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while asking the state service", e);
        }
    }

    private static void require(Answer answer, String path, int... allowed) throws UnavailableException {
        for (int status : allowed) {
            if (answer.status() == status) {
                return;
            }
        }
        throw new UnavailableException(
                "the state service answered %s with HTTP %d".formatted(path.replaceAll("\\?.*", ""), answer.status()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
