package io.datacook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A real S3-compatible object store for tests, S3Proxy in a process of its own: it checks signatures, and keeps
/// uploads apart from objects until they are completed. One server for each JVM, started on first use and stopped when
/// the JVM ends.
///
/// **Threading:** safe for all threads.
public final class S3Server {
    /// The access key's id that the server knows.
    public static final String KEY_ID = "key-of-tests";

    /// The access key's secret that the server knows.
    public static final String SECRET = "secret-of-tests";

    private static final Path PROGRAM =
            Path.of(System.getProperty("datacook.root", "..")).resolve("testkit/target/servers/s3proxy.jar");
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private S3Server() {}

    /// Skips the test, with the reason, where the server's program is missing.
    public static void assumeThere() {
        Assumptions.assumeTrue(
                Files.exists(PROGRAM), PROGRAM + " is missing: build the testkit first, as './build verify' does");
    }

    /// `http://127.0.0.1:<port>`; starts the server.
    public static String endpoint() {
        return Shared.SERVER.endpoint();
    }

    /// A new, empty bucket that nobody else uses; it goes with the server.
    public static Bucket freshBucket() {
        String name = "bucket-" + NAMES.incrementAndGet();
        try {
            return new Bucket(name, Files.createDirectory(Shared.SERVER.data().resolve(name)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A bucket.
    ///
    /// @param name as paths have it
    /// @param folder where its objects lie, one file each; to be looked at only
    public record Bucket(String name, Path folder) {
        /// `s3://bucket/key`.
        public String path(String key) {
            return "s3://" + name + "/" + key;
        }

        /// The options of a file connector, as a recipe spells them between braces.
        public String options(String key) {
            return "path: \"%s\", endpoint: \"%s\", access_key_id: %s, secret_access_key: %s"
                    .formatted(path(key), endpoint(), KEY_ID, SECRET);
        }
    }

    private record Running(String endpoint, Path data) {}

    /// Started when first touched.
    private static final class Shared {
        static final Running SERVER = start();

        private static Running start() {
            assumeThere();
            try {
                Path folder = Files.createTempDirectory("datacook-s3");
                int port = freePort();
                String endpoint = "http://127.0.0.1:" + port;
                Path data = Files.createDirectory(folder.resolve("data"));
                Path settings = folder.resolve("s3proxy.conf");
                Files.writeString(settings, """
                        s3proxy.endpoint=%s
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        jclouds.provider=filesystem-nio2
                        jclouds.filesystem.basedir=%s
                        """.formatted(endpoint, KEY_ID, SECRET, data));
                Path log = folder.resolve("log.txt");
                Process process = new ProcessBuilder(List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-jar",
                                PROGRAM.toAbsolutePath().toString(),
                                "--properties",
                                settings.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
                awaitReady(process, endpoint, log);
                return new Running(endpoint, data);
            } catch (IOException broken) {
                throw new UncheckedIOException("the object store does not start", broken);
            }
        }

        private static void end(Process process, Path folder) {
            process.destroyForcibly();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException left) {
                // the machine clears its temporary folder by itself
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            }
        }

        private static void awaitReady(Process process, String endpoint, Path log) throws IOException {
            long end = System.nanoTime() + START_MAX.toNanos();
            try (HttpClient client = HttpClient.newHttpClient()) {
                while (!answers(client, endpoint)) {
                    if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                        throw new AssertionError(
                                "the object store does not start:\n" + Files.readString(log, StandardCharsets.UTF_8));
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while the object store started", stopped);
            }
        }

        private static boolean answers(HttpClient client, String endpoint) throws InterruptedException {
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(endpoint + "/")).build();
                return client.send(request, BodyHandlers.discarding()).statusCode() > 0;
            } catch (IOException notYet) {
                return false;
            }
        }
    }
}
