package io.datacook.operator.desired;

import io.datacook.crds.Execution;
import io.datacook.crds.Execution.Layout;
import io.datacook.crds.RecipeRunSpec;
import io.datacook.crds.RecipeSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/// One stage's container: image, environment, probes, mounts.
final class StageContainer {
    static final String TOKEN_FOLDER = "/var/run/secrets/datacook";
    private static final String LANE_OF_JOB = "metadata.annotations['batch.kubernetes.io/job-completion-index']";
    private static final String LANE_OF_SET = "metadata.labels['apps.kubernetes.io/pod-index']";

    private final Settings settings;
    private final Frozen frozen;
    private final String run;
    private final RecipeRunSpec spec;

    StageContainer(Settings settings, Frozen frozen, String run, RecipeRunSpec spec) {
        this.settings = settings;
        this.frozen = frozen;
        this.run = run;
        this.spec = spec;
    }

    /// The container, without what the user lays over it.
    Container of(Stage stage) {
        boolean fused = execution().layout() == Layout.FUSED;
        int port = fused ? fusedPort(stage) : StagePods.PORT;
        List<EnvVar> environment = environment();
        if (fused) {
            environment.add(value("QUARKUS_HTTP_PORT", Integer.toString(port)));
        }
        return new ContainerBuilder()
                .withName(stage.word())
                .withImage(settings.image(stage, frozen.plan().runtime()))
                .withImagePullPolicy(settings.pullPolicy())
                .withEnv(environment)
                .addNewPort()
                .withName(fused ? "http-" + stage.word() : "http")
                .withContainerPort(port)
                .withProtocol("TCP")
                .endPort()
                .withStartupProbe(probe("/q/health/started", port, 1, 120))
                .withLivenessProbe(probe("/q/health/live", port, 10, 6))
                .withReadinessProbe(probe("/q/health/ready", port, 5, 3))
                .withVolumeMounts(mounts(stage, fused))
                .withTerminationMessagePath("/dev/termination-log")
                .withTerminationMessagePolicy("File")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .build();
    }

    /// Containers of one pod share its ports.
    private static int fusedPort(Stage stage) {
        return switch (stage) {
            case WRITER -> StagePods.PORT;
            case TRANSFORM -> StagePods.PORT + 1;
            case EXTRACTOR -> StagePods.PORT + 2;
        };
    }

    private static Probe probe(String path, int port, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(port)
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(Math.max(1, periodSeconds / 2))
                .withFailureThreshold(failures)
                .build();
    }

    /// What the pods' side of the contract reads.
    List<EnvVar> environment() {
        List<EnvVar> environment = new ArrayList<>();
        boolean streaming = frozen.plan().mode() == RecipeSpec.Mode.STREAMING;
        environment.add(value("DATACOOK_RUN", run));
        environment.add(field("DATACOOK_NAMESPACE", "metadata.namespace"));
        environment.add(field("DATACOOK_LANE", streaming ? LANE_OF_SET : LANE_OF_JOB));
        environment.add(value("DATACOOK_LANES", Integer.toString(execution().laneCount())));
        environment.add(value("DATACOOK_LAYOUT", layout()));
        environment.add(value("DATACOOK_MODE", streaming ? "streaming" : "batch"));
        environment.add(field("DATACOOK_POD", "metadata.name"));
        environment.add(field("DATACOOK_POD_UID", "metadata.uid"));
        environment.add(field("DATACOOK_POD_IP", "status.podIP"));
        environment.add(value("DATACOOK_STATE_URL", settings.stateUrl()));
        environment.add(value("DATACOOK_STATE_TOKEN_FILE", TOKEN_FOLDER + "/token"));
        RecipeRunSpec.Window window = spec.window();
        if (window != null && window.from() != null) {
            environment.add(value("DATACOOK_WINDOW_FROM", window.from()));
        }
        if (window != null && window.to() != null) {
            environment.add(value("DATACOOK_WINDOW_TO", window.to()));
        }
        return environment;
    }

    private String layout() {
        return switch (execution().layout()) {
            case SPLIT -> "split";
            case FUSED -> "fused";
            case PROCESS -> "process";
        };
    }

    private List<VolumeMount> mounts(Stage stage, boolean fused) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount("recipe", "/etc/datacook/recipe", true));
        if (!StageVolumes.secrets(frozen, stage).isEmpty()) {
            mounts.add(mount(StageVolumes.secretVolume(frozen, stage), "/etc/datacook/secrets", true));
        }
        mounts.add(mount("token", TOKEN_FOLDER, true));
        mounts.add(mount(fused ? "work-" + stage.word() : "work", "/var/lib/datacook", false));
        mounts.add(mount(fused ? "tmp-" + stage.word() : "tmp", "/tmp", false));
        if (fused) {
            mounts.add(mount("sockets", "/run/datacook", false));
        }
        return mounts;
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly ? Boolean.TRUE : null)
                .build();
    }

    private static EnvVar value(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private Execution execution() {
        return frozen.plan().execution();
    }
}
