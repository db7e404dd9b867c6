package io.datacook.transform;

import io.datacook.pod.Pod;
import io.datacook.pod.StageName;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/// The transform pod's process.
@QuarkusMain
public final class TransformService implements QuarkusApplication {
    private final Pod pod;

    TransformService(Pod pod) {
        this.pod = pod;
    }

    @Override
    public int run(String... arguments) {
        return pod.run(StageName.TRANSFORM);
    }
}
