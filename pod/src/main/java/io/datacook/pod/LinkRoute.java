package io.datacook.pod;

import io.datacook.engine.link.LinkServer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The link's left half over HTTP/1.1: `POST /datacook/v1/link`, chunked in both directions at the same time.
///
/// **Threading:** safe for all threads.
@Singleton
public class LinkRoute {
    /// Where links are served.
    static final String PATH = "/datacook/v1/link";

    /// What links carry.
    static final String MEDIA_TYPE = "application/vnd.datacook.link";

    private static final int UNAVAILABLE = 503;
    private static final int EARLY_MAX = 1_000;

    private final List<HttpServerRequest> early = new ArrayList<>();
    private @Nullable LinkServer server;
    private boolean closed;

    void routes(@Observes Router router) {
        router.post(PATH).handler(context -> serve(context.request()));
    }

    /// From now on links are served, those first that came early.
    synchronized void open(LinkServer opened) {
        server = opened;
        early.forEach(request -> {
            serve(request, opened);
            request.resume();
        });
        early.clear();
    }

    /// Whether links are served.
    synchronized boolean isOpen() {
        return server != null;
    }

    /// From now on no new links are served.
    synchronized void close() {
        server = null;
        closed = true;
    }

    /// Serves one connection; one that comes before this pod is ready waits.
    synchronized void serve(HttpServerRequest request) {
        if (server != null) {
            serve(request, server);
        } else if (closed || early.size() >= EARLY_MAX) {
            request.response().setStatusCode(UNAVAILABLE).end("this pod takes no links");
        } else {
            request.pause();
            early.add(request);
        }
    }

    @SuppressWarnings("deprecation") // Vert.x 4 has no other way to the bytes without a copy
    private static void serve(HttpServerRequest request, LinkServer server) {
        HttpServerResponse response = request.response();
        response.setChunked(true).putHeader("Content-Type", MEDIA_TYPE);
        LinkSends sends = new LinkSends(
                response::write, response::end, _ -> request.connection().close());
        response.closeHandler(_ -> sends.cancel());
        Multi<ByteBuffer> incoming = Multi.createFrom()
                .emitter(
                        bytes -> request.handler(
                                        buffer -> bytes.emit(buffer.getByteBuf().nioBuffer()))
                                .endHandler(_ -> bytes.complete())
                                .exceptionHandler(bytes::fail),
                        BackPressureStrategy.IGNORE);
        server.serve(incoming).subscribe().withSubscriber(sends);
    }
}
