package io.datacook.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// What the images of stage pods hold.
enum Images {
    /// Java and the service.
    JVM("jvm"),
    /// One native executable, where somebody has built it: `native-build/build stages`, then `deploy/e2e/install`.
    NATIVE("native");

    private final String runtime;

    Images(String runtime) {
        this.runtime = runtime;
    }

    /// Those that `DATACOOK_E2E_IMAGES` names for tests that do not go through all.
    static Images chosen() {
        return "native".equals(System.getenv("DATACOOK_E2E_IMAGES")) ? NATIVE : JVM;
    }

    /// As `execution.runtime` says it.
    String runtime() {
        return runtime;
    }

    /// The test is skipped where no node has them.
    void require(Cluster cluster) {
        if (this == NATIVE) {
            boolean there = cluster.client().nodes().list().getItems().stream()
                    .flatMap(node -> node.getStatus().getImages().stream())
                    .flatMap(image -> image.getNames().stream())
                    .anyMatch(name -> name.contains("/writer-service:") && name.endsWith("-native"));
            assumeTrue(
                    there,
                    "skipped: no node has a native image of the stages; native-build/build stages makes it, "
                            + "deploy/e2e/install loads it");
        }
    }
}
