package io.datacook.writer;

import io.datacook.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The pods of one run, each a process, that find each other by a real state service.
///
/// **Closing:** kills what still runs.
final class RunOfPods implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final Path folder;
    private final URI service;
    private final String run;
    private final int lanes;
    private final List<PodProcess> pods = new ArrayList<>();
    private int started;

    /// @param service the state service's address
    RunOfPods(Path folder, URI service, String run, int lanes) {
        this.folder = folder;
        this.service = service;
        this.run = run;
        this.lanes = lanes;
    }

    /// Starts a stage of a lane.
    PodProcess start(String stage, int lane, Map<String, String> more) throws IOException {
        String name = "%s-%d-%d".formatted(stage, lane, ++started);
        Map<String, String> environment = new HashMap<>(Map.of(
                "DATACOOK_RUN",
                run,
                "DATACOOK_POD",
                name,
                "DATACOOK_POD_UID",
                name,
                "DATACOOK_LANE",
                "" + lane,
                "DATACOOK_LANES",
                "" + lanes,
                "DATACOOK_STATE_URL",
                service.toString(),
                "QUARKUS_HTTP_PORT",
                "" + ServerProcess.freePort()));
        environment.putAll(more);
        PodProcess pod = PodProcess.start(folder, stage, name, environment);
        pods.add(pod);
        return pod;
    }

    /// Waits until something is so, while a pod runs.
    ///
    /// @return whether it became so before the pod ended
    static boolean await(PodProcess running, Condition condition) throws Exception {
        while (!condition.holds()) {
            if (running.endsWithin(MOMENT)) {
                return condition.holds();
            }
        }
        return true;
    }

    /// What is waited for.
    interface Condition {
        boolean holds() throws Exception;
    }

    /// What the state service knows of the run, as JSON.
    String known() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(service + "/v1/runs/" + run))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// Everything the pods printed.
    String output() throws IOException {
        StringBuilder text = new StringBuilder();
        for (PodProcess pod : pods) {
            text.append(pod.output()).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        pods.forEach(PodProcess::close);
    }
}
