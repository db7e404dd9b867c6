package io.datacook.stateservice;

import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        this.port = ServerProcess.freePort();
        this.server = launch();
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
