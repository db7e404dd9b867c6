package io.datacook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
                String endpoint = "http://127.0.0.1:" + ServerProcess.freePort();
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
                List<String> command = List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        PROGRAM.toAbsolutePath().toString(),
                        "--properties",
                        settings.toString());
                Process process = ServerProcess.launch(command, Map.of(), log);
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

        private static void awaitReady(Process process, String endpoint, Path log) {
            try (HttpClient client = HttpClient.newHttpClient()) {
                URI root = URI.create(endpoint + "/");
                ServerProcess.awaitReady(
                        process, "the object store", log, () -> ServerProcess.status(client, root) > 0);
            }
        }
    }
}
