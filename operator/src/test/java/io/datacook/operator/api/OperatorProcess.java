package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packaged operator as a process of its own, that watches one namespace. **Closing:** kills it.
record OperatorProcess(Process process, int port) implements AutoCloseable {
    private static final Path JAR = Path.of(System.getProperty("datacook.operator.jar", "missing"));
    private static final Path FLAGS = Path.of(System.getProperty("datacook.root", ".."), "native-build/jvm");
    private static final Pattern BUCKET = Pattern.compile(
            "execution_duration_seconds_bucket\\{controller_name=\"(\\w+)\",le=\"([^\"]+)\"} ([0-9.E]+)");

    /// Starts one with the flags of the image, and returns when it listens.
    ///
    /// @param folder for its kubeconfig
    /// @param name its identity
    static OperatorProcess start(Path folder, String name, String namespace) throws IOException {
        int port = freePort();
        Path kubeconfig = Files.writeString(folder.resolve(name + ".kubeconfig"), ApiServer.kubeconfig());
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + FLAGS.resolve("common.args"),
                "@" + FLAGS.resolve("operator.args"),
                "-jar",
                JAR.toString()));
        Map<String, String> environment = builder.environment();
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_OPERATOR_SDK_NAMESPACES", namespace);
        environment.put("DATACOOK_OPERATOR_NAMESPACE", namespace);
        environment.put("DATACOOK_OPERATOR_STATE_URL", "http://127.0.0.1:1");
        environment.put("DATACOOK_OPERATOR_LEADER_LEASE", "6s");
        environment.put("DATACOOK_OPERATOR_LEADER_RENEW", "4s");
        environment.put("DATACOOK_OPERATOR_LEADER_RETRY", "1s");
        environment.put("HOSTNAME", name);
        Process process = builder.redirectErrorStream(true).start();
        BufferedReader output = process.inputReader();
        StringBuilder log = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains("Listening on")) {
            log.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("the operator's output: %s", log).isNotNull();
        // A pipe that nobody reads would stop the operator.
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return new OperatorProcess(process, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// The body of an answer over HTTP.
    String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    /// A line of `/proc/<pid>/status` that counts KiB, in MiB; -1 where there is none.
    long mebibytes(String key) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }

    /// How long the reconcilers took, a line for each: a bucket of its histogram is as near as the metrics tell.
    String reconciliations() throws IOException, InterruptedException {
        Map<String, TreeMap<Double, Double>> buckets = new TreeMap<>();
        Matcher line = BUCKET.matcher(get("/q/metrics"));
        while (line.find()) {
            String limit = line.group(2).replace("+Inf", "Infinity");
            buckets.computeIfAbsent(line.group(1), _ -> new TreeMap<>())
                    .put(Double.parseDouble(limit), Double.parseDouble(line.group(3)));
        }
        StringBuilder told = new StringBuilder();
        buckets.forEach(
                (controller, counts) -> told.append("%8.0f reconciliations of %s: p50 below %s s, p99 below %s s%n"
                        .formatted(
                                counts.lastEntry().getValue(),
                                controller,
                                quantile(counts, 0.5),
                                quantile(counts, 0.99))));
        return told.toString();
    }

    private static double quantile(TreeMap<Double, Double> counts, double share) {
        double wanted = counts.lastEntry().getValue() * share;
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= wanted)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
