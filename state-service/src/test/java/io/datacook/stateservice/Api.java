package io.datacook.stateservice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The HTTP API as a stranger would use it. Safe for all threads.
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final @Nullable String token;

    Api(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /// What came back.
    record Reply(
            int status,
            String body,
            @Nullable String etag,
            @Nullable String type) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException broken) {
                throw new AssertionError(body, broken);
            }
        }

        String text(String member) {
            return json().path(member).asText();
        }
    }

    static String state(String recipe, String stream) {
        return "/v1/state?recipe=" + encoded(recipe) + "&stream=" + encoded(stream);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Reply get(String path) {
        return reply(() -> send("GET", path, null));
    }

    Reply post(String path, @Nullable String body) {
        return reply(() -> send("POST", path, body, "Content-Type", "application/json"));
    }

    Reply put(String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return reply(() -> send("PUT", path, body, all));
    }

    Reply create(String path, String body) {
        return put(path, body, "If-None-Match", "*");
    }

    Reply replace(String path, long version, String body) {
        return put(path, body, "If-Match", "\"" + version + "\"");
    }

    Reply delete(String path, String... headers) {
        return reply(() -> send("DELETE", path, null, headers));
    }

    /// Begins or joins a run.
    Reply attach(String run, String stage, int lane, String podUid) {
        return attach(run, stage, lane, run + "-" + stage + "-" + lane, podUid);
    }

    /// The same by a pod of any name.
    Reply attach(String run, String stage, int lane, String pod, String podUid) {
        ObjectNode body = JSON.createObjectNode();
        body.put("recipe", "orders");
        body.put("digest", "d1");
        body.put("stage", stage);
        body.put("lane", lane);
        body.put("lanes", 4);
        body.put("pod", pod);
        body.put("podUid", podUid);
        body.put("address", "10.0.0." + lane + ":8080");
        return post("/v1/runs/" + run + "/attach", body.toString());
    }

    /// @param progress members of the object, as JSON
    Reply heartbeat(String run, String stage, int lane, String podUid, long session, String progress) {
        ObjectNode body = JSON.createObjectNode();
        body.put("stage", stage);
        body.put("lane", lane);
        body.put("podUid", podUid);
        body.put("session", session);
        body.set("progress", new Reply(0, "{" + progress + "}", null, null).json());
        return post("/v1/runs/" + run + "/heartbeat", body.toString());
    }

    Reply report(String run, String report) {
        return put("/v1/runs/" + run + "/report", report);
    }

    /// A request that may break.
    Reply send(String method, String path, @Nullable String body, String... headers) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofMinutes(1))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = CLIENT.send(builder.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("ETag").orElse(null),
                    response.headers().firstValue("Content-Type").orElse(null));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private interface Sending {
        Reply send() throws IOException;
    }

    private static Reply reply(Sending sending) {
        try {
            return sending.send();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
