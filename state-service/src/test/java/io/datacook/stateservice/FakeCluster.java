package io.datacook.stateservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An API server that reviews tokens and can do nothing else.
///
/// **Threading:** safe for all threads. **Closing:** stops it.
final class FakeCluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String ownToken;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger reviews = new AtomicInteger();
    private volatile boolean isBroken;

    private record Account(
            String user,
            String audience,
            @Nullable String pod,
            @Nullable String podUid) {}

    /// @param ownToken what the state service must show
    FakeCluster(String ownToken) throws IOException {
        this.ownToken = ownToken;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void know(String token, String user, String audience, @Nullable String pod, @Nullable String podUid) {
        accounts.put(token, new Account(user, audience, pod, podUid));
    }

    void forget(String token) {
        accounts.remove(token);
    }

    /// From now on it answers 500.
    void breakDown() {
        isBroken = true;
    }

    /// How many reviews it was asked for.
    int reviews() {
        return reviews.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean review = exchange.getRequestMethod().equals("POST")
                    && exchange.getRequestURI().getPath().equals("/apis/authentication.k8s.io/v1/tokenreviews");
            boolean allowed =
                    ("Bearer " + ownToken).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!review || !allowed || isBroken) {
                exchange.sendResponseHeaders(isBroken ? 500 : allowed ? 404 : 403, -1);
                return;
            }
            reviews.incrementAndGet();
            JsonNode asked = JSON.readTree(exchange.getRequestBody());
            byte[] answer = JSON.writeValueAsString(reviewed(asked)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private ObjectNode reviewed(JsonNode asked) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("apiVersion", "authentication.k8s.io/v1")
                .put("kind", asked.path("kind").asText());
        ObjectNode status = answer.putObject("status");
        Account account = accounts.get(asked.path("spec").path("token").asText());
        String audience = asked.path("spec").path("audiences").path(0).asText();
        if (account == null || !account.audience().equals(audience)) {
            status.put("authenticated", false).put("error", "token is not known");
            return answer;
        }
        status.put("authenticated", true).putArray("audiences").add(audience);
        ObjectNode user = status.putObject("user").put("username", account.user());
        if (account.pod() != null) {
            ObjectNode extra = user.putObject("extra");
            extra.putArray("authentication.kubernetes.io/pod-name").add(account.pod());
            extra.putArray("authentication.kubernetes.io/pod-uid").add(account.podUid());
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
