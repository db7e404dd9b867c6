package io.datacook.stateservice;

import io.datacook.testkit.PostgresServer.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/// A PostgreSQL of one test's own, that can be stopped and started with its data, on the same port.
///
/// **Threading:** one thread. **Closing:** stops it; its folder belongs to the caller.
final class RestartablePostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;
    private boolean isRunning;

    RestartablePostgres(Path data) {
        this.data = data;
        this.port = freePort();
        this.server = launch();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Database database() {
        return new Database("localhost", port, "postgres", "postgres");
    }

    void stop() {
        if (isRunning) {
            isRunning = false;
            try {
                server.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    void start() {
        if (!isRunning) {
            server = launch();
        }
    }

    private EmbeddedPostgres launch() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .start();
            isRunning = true;
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
