package io.datacook.pod;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.EpollTransport;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The Vert.x that links run on: Quarkus' own, unless they are unix sockets and that one knows none.
///
/// In native executables Quarkus takes the JDK's transport whatever its setting says, and the JDK's knows no unix
/// sockets.
///
/// **Threading:** one thread opens and closes it; its Vert.x is safe for all. **Closing:** ends a Vert.x of its own
/// and leaves Quarkus' alone.
final class SocketTransport implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final long CLOSE_SECONDS_MAX = 5;

    private final Vertx vertx;
    private final boolean own;

    private SocketTransport(Vertx vertx, boolean own) {
        this.vertx = vertx;
        this.own = own;
    }

    /// What a pod of a layout needs.
    ///
    /// @param quarkus the process's own
    /// @throws DatacookException `RESOURCE_EXHAUSTED` if this system has no transport for unix sockets
    static SocketTransport of(Layout layout, Vertx quarkus) {
        return layout == Layout.FUSED && !quarkus.isNativeTransportEnabled()
                ? epoll()
                : new SocketTransport(quarkus, false);
    }

    /// One of our own, with epoll.
    static SocketTransport epoll() {
        EpollTransport epoll = new EpollTransport();
        if (!epoll.isAvailable()) {
            String told = "layout Fused needs unix sockets, and netty's library for them cannot be loaded here ("
                    + epoll.unavailabilityCause()
                    + "); it is there for Linux on x86_64 and aarch64 and needs a writable /tmp. "
                    + "The layouts Split and Process need none";
            throw new DatacookException(ErrorCode.RESOURCE_EXHAUSTED, told, epoll.unavailabilityCause());
        }
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setUseDaemonThread(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
        return new SocketTransport(
                new VertxBuilder(options).findTransport(epoll).init().vertx(), true);
    }

    /// What links are made with.
    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        if (!own) {
            return;
        }
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | TimeoutException late) {
            // Its threads are daemons: the process ends all the same.
            return;
        }
    }
}
