package io.datacook.pod;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.PodExit;
import io.datacook.engine.link.LinkServer;
import io.datacook.engine.link.LinkUpstream;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.SourceUpstream;
import io.datacook.engine.plan.StepsUpstream;
import io.datacook.engine.stage.Upstream;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The same chain as in one process, cut where a stage begins and ends.
final class Stages {
    private static final int CONNECTIONS_MAX = 4_096;

    private Stages() {}

    /// Does a stage's work.
    static PodExit run(StageName stage, PodParts parts) {
        try (EngineContext context = parts.open()) {
            return switch (stage) {
                case EXTRACTOR -> serve(stage, parts, context, new SourceUpstream(context), null);
                case TRANSFORM -> {
                    LinkUpstream left = link(StageName.EXTRACTOR, parts, context);
                    yield serve(stage, parts, context, new StepsUpstream(context, left), left);
                }
                case WRITER -> {
                    if (parts.settings().layout() == Layout.PROCESS) {
                        yield new WriterStage(parts, context, StepsUpstream.local(context)).run();
                    }
                    LinkUpstream left = link(StageName.TRANSFORM, parts, context);
                    PodExit exit = new WriterStage(parts, context, left).run();
                    goodbye(exit, left);
                    yield exit;
                }
            };
        }
    }

    /// Where a stage's left neighbour is if nobody has to be asked.
    static Peer fixedLeft(StageName stage, PodSettings settings) {
        StageName left = stage == StageName.WRITER ? StageName.TRANSFORM : StageName.EXTRACTOR;
        if (settings.layout() == Layout.FUSED) {
            return new Peer(left, settings.socket(left).toString(), 0);
        }
        String upstream = settings.upstream();
        if (upstream == null && stage != StageName.EXTRACTOR && settings.layout() == Layout.SPLIT) {
            throw new DatacookException(
                    ErrorCode.USAGE,
                    "neither DATACOOK_STATE_URL nor DATACOOK_UPSTREAM says where the %s is".formatted(left.word()));
        }
        return new Peer(left, String.valueOf(upstream), 0);
    }

    private static LinkUpstream link(StageName left, PodParts parts, EngineContext context) {
        HttpClient http = parts.vertx().createHttpClient(client(parts.settings()));
        LinkClient client = new LinkClient(
                http, parts.directory(), left, parts.settings().peerWait(), parts.clock(), parts.drain());
        return new LinkUpstream(client, parts.settings().link(), context.allocator(), parts.log());
    }

    private static HttpClientOptions client(PodSettings settings) {
        HttpClientOptions options = new HttpClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout(Math.toIntExact(LinkClient.CONNECT_TIMEOUT.toMillis()))
                .setMaxPoolSize(CONNECTIONS_MAX)
                .setDecompressionSupported(false);
        PodSettings.Tls tls = settings.tls();
        if (tls == null || settings.layout() == Layout.FUSED) {
            return options;
        }
        // Pods are dialled by address, which no certificate names; whoever has one of the authority is a pod.
        options.setSsl(true)
                .setVerifyHost(false)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(tls.authority().toString()));
        if (tls.certificate() != null && tls.key() != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .setCertPath(tls.certificate().toString())
                    .setKeyPath(tls.key().toString()));
        }
        return options;
    }

    /// Serves a right neighbour until it says goodbye, or until this pod is asked to end.
    private static PodExit serve(
            StageName stage, PodParts parts, EngineContext context, Upstream upstream, @Nullable LinkUpstream left) {
        try (LinkServer server = new LinkServer(context.recipe(), upstream, context.allocator(), parts.log())) {
            listen(stage, parts);
            parts.route().open(server);
            parts.beat().start(parts.directory());
            boolean done = awaitEnd(server.goodbye(), parts.drain());
            parts.route().close();
            parts.beat().last(parts.directory());
            PodExit exit = done ? PodExit.DONE : PodExit.DRAINED;
            if (left != null) {
                goodbye(exit, left);
            }
            return exit;
        }
    }

    private static boolean awaitEnd(CountDownLatch goodbye, Drain drain) {
        Thread.ofVirtual().name("goodbye").start(() -> {
            try {
                goodbye.await();
                drain.ask(PodExit.DONE);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            drain.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return drain.reason() == PodExit.DONE;
    }

    /// Lets the left neighbour end too; should it not hear, it is ended from outside.
    private static void goodbye(PodExit exit, LinkUpstream left) {
        if (exit == PodExit.DONE) {
            try {
                left.goodbye();
            } catch (DatacookException unheard) {
                return;
            }
        }
    }

    /// In [Layout#FUSED] the link is served at a socket too.
    private static void listen(StageName stage, PodParts parts) {
        if (parts.settings().layout() != Layout.FUSED) {
            return;
        }
        HttpServer server = parts.vertx()
                .createHttpServer(new HttpServerOptions().setCompressionSupported(false))
                .requestHandler(request -> parts.route().serve(request));
        SocketAddress address =
                SocketAddress.domainSocketAddress(parts.settings().socket(stage).toString());
        try {
            // What a killed container left behind keeps its successor from listening.
            Files.deleteIfExists(parts.settings().socket(stage));
            server.listen(address).toCompletionStage().toCompletableFuture().join();
        } catch (IOException | RuntimeException failed) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "the socket %s cannot be listened at: %s".formatted(address, failed.getMessage()),
                    failed);
        }
    }
}
