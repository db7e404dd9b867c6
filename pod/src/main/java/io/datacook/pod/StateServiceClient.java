package io.datacook.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.load.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run's pods at the state service: attaching, finding neighbours, heartbeats, the report.
///
/// The token is read anew for each call, since Kubernetes exchanges it. **Threading:** safe for all threads.
final class StateServiceClient implements Directory {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(200);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final int ATTEMPTS_MAX = 30;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int SERVER_ERROR = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PodSettings settings;
    private final StageName stage;
    private final URI base;
    private final Pause pause;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private volatile long session;

    /// @param url the service's, such as `http://datacook-state.datacook-system.svc:8080`
    StateServiceClient(PodSettings settings, StageName stage, String url, Pause pause) {
        this.settings = settings;
        this.stage = stage;
        this.base = URI.create(url.replaceAll("/+$", "") + "/v1/runs/" + encoded(settings.run()));
        this.pause = pause;
    }

    /// Tells the service that this pod does its lane's work from now on; an older one is told to end.
    void attach(String recipe, String digest) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("recipe", recipe)
                .put("digest", digest)
                .put("stage", stage.word())
                .put("lane", settings.lane())
                .put("lanes", settings.lanes())
                .put("pod", settings.pod())
                .put("podUid", settings.podUid())
                .put("address", settings.address());
        session = json(patiently("POST", "/attach", body)).path("session").asLong();
    }

    /// When the run began, or `null` if the service does not know it.
    @Nullable
    Instant startedAt() {
        HttpResponse<String> answer = patiently("GET", "", null);
        String text = answer.statusCode() == OK ? json(answer).path("startedAt").asText("") : "";
        return text.isEmpty() ? null : Instant.parse(text);
    }

    @Override
    public @Nullable Peer peer(StageName wanted, long after, Duration wait) {
        long seconds = Math.clamp(wait.toSeconds(), 0, WAIT_MAX.toSeconds());
        String path = "/lanes/%d/%s?after=%d&waitSeconds=%d".formatted(settings.lane(), wanted.word(), after, seconds);
        HttpResponse<String> answer;
        try {
            answer = send("GET", path, null);
        } catch (IOException unreachable) {
            return null;
        }
        if (answer.statusCode() != OK) {
            refuse(answer);
            return null;
        }
        JsonNode peer = json(answer);
        String address = peer.path("address").asText("");
        return address.isEmpty()
                ? null
                : new Peer(wanted, address, peer.path("session").asLong());
    }

    @Override
    public boolean heartbeat(Progress.Snapshot progress) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("stage", stage.word())
                .put("lane", settings.lane())
                .put("podUid", settings.podUid())
                .put("session", session);
        ObjectNode node = body.putObject("progress")
                .put("rowsRead", progress.rowsRead())
                .put("rowsWritten", progress.rowsWritten())
                .put("rowsRejected", progress.rowsRejected())
                .put("bytes", progress.bytesWritten())
                .put("epoch", progress.epochs());
        if (progress.committedAt() != null) {
            node.put("committedAt", progress.committedAt().toString());
        }
        try {
            return send("POST", "/heartbeat", body).statusCode() != GONE;
        } catch (IOException unreachable) {
            // Without the service nothing can be committed either; the next heartbeat tells.
            return true;
        }
    }

    @Override
    public void report(ObjectNode report) {
        refuse(patiently("PUT", "/report", report));
    }

    /// Sends until there is an answer; the service may be restarting.
    private HttpResponse<String> patiently(String method, String path, @Nullable ObjectNode body) {
        Duration wait = PAUSE_FIRST;
        String reason = "";
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            try {
                HttpResponse<String> answer = send(method, path, body);
                if (answer.statusCode() < SERVER_ERROR) {
                    refuse(answer);
                    return answer;
                }
                reason = "HTTP status " + answer.statusCode();
            } catch (IOException unreachable) {
                reason = String.valueOf(unreachable.getMessage());
            }
            pause.pause(wait);
            wait = wait.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : wait.multipliedBy(2);
        }
        throw new DatacookException(
                ErrorCode.STATE_UNREACHABLE,
                "the state service at %s did not answer %d times (%s)".formatted(base, ATTEMPTS_MAX, reason));
    }

    private HttpResponse<String> send(String method, String path, @Nullable ObjectNode body) throws IOException {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, content);
        String token = token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("this pod stops", stopped);
        }
    }

    private @Nullable String token() throws IOException {
        Path file = settings.stateTokenFile();
        return file == null ? null : Files.readString(file).strip();
    }

    /// @throws DatacookException for an answer that says no
    private void refuse(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status == OK || status == NO_CONTENT || status == NOT_FOUND || status >= SERVER_ERROR) {
            return;
        }
        if (status == GONE) {
            throw new DatacookException(
                    ErrorCode.FENCED,
                    "the state service says that this pod is not wanted any more: a newer one does "
                            + "its work, or the run was cancelled");
        }
        throw new DatacookException(
                status == 401 || status == 403 ? ErrorCode.ACCESS_DENIED : ErrorCode.STATE_INVALID,
                "the state service at %s refused with HTTP status %d: %s"
                        .formatted(base, status, detail(answer.body())));
    }

    private static String detail(String body) {
        try {
            return JSON.readTree(body).path("detail").asText("no detail");
        } catch (JsonProcessingException none) {
            return "no detail";
        }
    }

    private JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException broken) {
            throw new DatacookException(
                    ErrorCode.STATE_UNREACHABLE,
                    "the state service at %s gave an answer that is no JSON".formatted(base),
                    broken);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
