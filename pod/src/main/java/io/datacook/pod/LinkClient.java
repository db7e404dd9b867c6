package io.datacook.pod;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.link.Frame;
import io.datacook.engine.link.LinkConnection;
import io.datacook.engine.link.LinkDialer;
import io.datacook.engine.load.Pause;
import io.datacook.engine.load.StopSignal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The link's right half over HTTP/1.1: asks where the left neighbour is, and connects to it.
///
/// A neighbour that is not there, or not there any more, is waited for: it may be starting, or being replaced.
/// **Threading:** safe for all threads.
final class LinkClient implements LinkDialer {
    private static final Logger LOG = Logger.getLogger("io.datacook");

    /// Pods of a cluster answer within milliseconds; the address of one that is gone never does.
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /// How long to wait for word of a newer neighbour before the one that did not answer is tried again.
    private static final Duration NEWS_WAIT = Duration.ofSeconds(2);

    /// Between attempts, for a socket that is not there yet fails at once.
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int OK = 200;

    private final HttpClient http;
    private final Directory directory;
    private final StageName left;
    private final Duration patience;
    private final Clock clock;
    private final StopSignal stop;

    /// @param http stays open
    /// @param left the stage to connect to
    /// @param patience how long to wait for the neighbour
    /// @param stop ends the waiting; one attempt is made in any case, for a pod that ends says goodbye
    LinkClient(HttpClient http, Directory directory, StageName left, Duration patience, Clock clock, StopSignal stop) {
        this.http = http;
        this.directory = directory;
        this.left = left;
        this.patience = patience;
        this.clock = clock;
        this.stop = stop;
    }

    @Override
    public LinkConnection dial() {
        Instant until = clock.instant().plus(patience);
        Peer refused = null;
        String reason = "nobody said where it is";
        do {
            Peer newer = directory.peer(left, refused == null ? 0 : refused.session(), NEWS_WAIT);
            Peer peer = newer == null ? refused : newer;
            if (peer != null) {
                try {
                    LinkConnection connection = connect(peer);
                    if (refused != null) {
                        LOG.infof("linked to %s", peer.describe());
                    }
                    return connection;
                } catch (IOException failed) {
                    reason = peer.describe() + ": " + failed.getMessage();
                    if (refused == null) {
                        LOG.infof("waiting for %s (up to %d seconds)", reason, patience.toSeconds());
                    }
                    refused = peer;
                }
            }
            Pause.PARK.pause(PAUSE);
        } while (!stop.isRequested() && clock.instant().isBefore(until));
        throw new DatacookException(
                ErrorCode.LINK_BROKEN,
                "the %s could not be reached within %d seconds (%s)"
                        .formatted(left.word(), patience.toSeconds(), reason));
    }

    private LinkConnection connect(Peer peer) throws IOException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setURI(LinkRoute.PATH)
                .setHost("datacook")
                .setServer(server(peer));
        return new Connection(peer, await(http.request(options)));
    }

    private static SocketAddress server(Peer peer) {
        if (peer.isSocket()) {
            return SocketAddress.domainSocketAddress(peer.address());
        }
        int colon = peer.address().lastIndexOf(':');
        return SocketAddress.inetSocketAddress(
                Integer.parseInt(peer.address().substring(colon + 1)),
                peer.address().substring(0, colon));
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new IOException(cause == null ? failed.getMessage() : cause.getMessage(), failed);
        } catch (TimeoutException slow) {
            throw new IOException("no answer within " + CONNECT_TIMEOUT.toSeconds() + " seconds", slow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("this pod stops", stopped);
        }
    }

    private static final class Connection implements LinkConnection {
        private final Peer peer;
        private final HttpClientRequest request;
        private volatile @Nullable LinkSends sends;
        private volatile boolean ended;

        private Connection(Peer peer, HttpClientRequest request) {
            this.peer = peer;
            this.request = request;
        }

        @Override
        public String peer() {
            return peer.describe();
        }

        @Override
        public Multi<ByteBuffer> exchange(Multi<Frame> outgoing) {
            return Multi.createFrom().emitter(bytes -> exchange(outgoing, bytes), BackPressureStrategy.IGNORE);
        }

        private void exchange(Multi<Frame> outgoing, MultiEmitter<? super ByteBuffer> bytes) {
            request.setChunked(true).putHeader("Content-Type", LinkRoute.MEDIA_TYPE);
            request.exceptionHandler(bytes::fail);
            request.response().onSuccess(response -> receive(response, bytes)).onFailure(bytes::fail);
            LinkSends writes = new LinkSends(request::write, request::end, bytes::fail);
            sends = writes;
            outgoing.subscribe().withSubscriber(writes);
        }

        @SuppressWarnings("deprecation") // Vert.x 4 has no other way to the bytes without a copy
        private void receive(HttpClientResponse response, MultiEmitter<? super ByteBuffer> bytes) {
            if (response.statusCode() != OK) {
                bytes.fail(new IOException("it answered with HTTP status " + response.statusCode()));
                return;
            }
            response.exceptionHandler(bytes::fail)
                    .handler(buffer -> bytes.emit(buffer.getByteBuf().nioBuffer()))
                    .endHandler(_ -> {
                        ended = true;
                        bytes.complete();
                    });
        }

        @Override
        public void close() {
            LinkSends writes = sends;
            if (writes != null) {
                writes.cancel();
            }
            if (!ended) {
                request.reset();
            }
        }
    }
}
