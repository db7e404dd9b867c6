package io.datacook.stateservice.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.stateservice.Settings;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks the cluster's API server whose token this is: one `TokenReview` by plain HTTP, with the pod's own token. One
/// call is no reason for a Kubernetes client with a hundred jars.
///
/// **Threading:** safe for all threads. The pod's token and authority are rotated by the cluster, so both are read
/// anew.
final class TokenReviews {
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final String EXTRA = "authentication.kubernetes.io/";

    private final URI address;
    private final Path folder;
    private final String audience;
    private final ObjectMapper json;
    private @Nullable Client client;

    private record Client(FileTime authority, HttpClient http) {}

    /// Whom the API server knows by a token.
    ///
    /// @param name `system:serviceaccount:<namespace>:<name>`
    record User(String name, @Nullable String pod, @Nullable String podUid) {}

    TokenReviews(Settings.Auth settings, ObjectMapper json) {
        String base = settings.kubernetesUrl().orElseGet(TokenReviews::ofThisPod);
        this.address = URI.create(base.replaceAll("/+$", "") + "/apis/authentication.k8s.io/v1/tokenreviews");
        this.folder = settings.kubernetesFolder();
        this.audience = settings.audience();
        this.json = json;
    }

    private static String ofThisPod() {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new IllegalStateException("DATACOOK_AUTH is 'kubernetes', but this is no pod: set "
                    + "DATACOOK_AUTH_KUBERNETES_URL, or use 'tokens' or 'none'");
        }
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// @return `null` if nobody vouches for the token
    /// @throws Refused `UNREACHABLE` if the API server does not answer
    @Nullable
    User review(String token) {
        ObjectNode review = json.createObjectNode();
        review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenReview");
        review.putObject("spec").put("token", token).putArray("audiences").add(audience);
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(TIME_MAX)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + ownToken())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(review)))
                    .build();
            HttpResponse<byte[]> response =
                    http().send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
            if (response.statusCode() / 100 != 2) {
                throw unreachable("it answered with HTTP " + response.statusCode(), null);
            }
            return user(json.readTree(response.body()).path("status"));
        } catch (IOException failed) {
            throw unreachable(String.valueOf(failed.getMessage()), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", interrupted);
        }
    }

    private Refused unreachable(String why, @Nullable Throwable cause) {
        return new Refused(
                Failure.UNREACHABLE,
                "the API server at %s cannot review tokens: %s; may the service account create tokenreviews?"
                        .formatted(address.getAuthority(), why),
                cause);
    }

    private @Nullable User user(JsonNode status) {
        if (!status.path("authenticated").asBoolean()) {
            return null;
        }
        // An API server that knows no audiences answers without any; it has not checked ours.
        boolean ours = false;
        for (JsonNode one : status.path("audiences")) {
            ours |= one.asText().equals(audience);
        }
        if (!ours) {
            return null;
        }
        JsonNode user = status.path("user");
        return new User(
                user.path("username").asText(),
                first(user.path("extra").path(EXTRA + "pod-name")),
                first(user.path("extra").path(EXTRA + "pod-uid")));
    }

    private static @Nullable String first(JsonNode values) {
        return values.isArray() && !values.isEmpty() ? values.get(0).asText() : null;
    }

    private String ownToken() throws IOException {
        return Files.readString(folder.resolve("token")).strip();
    }

    private synchronized HttpClient http() throws IOException {
        Path authority = folder.resolve("ca.crt");
        FileTime changed = Files.exists(authority) ? Files.getLastModifiedTime(authority) : FileTime.fromMillis(0);
        if (client == null || !client.authority().equals(changed)) {
            HttpClient.Builder builder =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIME_MAX);
            if (Files.exists(authority)) {
                builder.sslContext(Authorities.trusting(authority));
            }
            client = new Client(changed, builder.build());
        }
        return client.http();
    }
}
