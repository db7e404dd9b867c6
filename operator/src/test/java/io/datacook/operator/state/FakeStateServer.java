package io.datacook.operator.state;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A server that speaks the state service's contract with answers that the test writes; 404 for everything else.
final class FakeStateServer implements AutoCloseable {
    private record Reply(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();

    FakeStateServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answer(String request, int status, String body) {
        replies.put(request, new Reply(status, body));
    }

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> tokens() {
        return List.copyOf(tokens);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        requests.add(match == null ? request : request + " If-Match " + match);
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
        Reply reply = replies.getOrDefault(request, new Reply(404, "{}"));
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("ETag", "\"1\"");
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
