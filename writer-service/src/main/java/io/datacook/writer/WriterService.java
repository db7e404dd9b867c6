package io.datacook.writer;

import io.datacook.pod.Pod;
import io.datacook.pod.StageName;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/// The writer pod's process.
@QuarkusMain
public final class WriterService implements QuarkusApplication {
    private final Pod pod;

    WriterService(Pod pod) {
        this.pod = pod;
    }

    @Override
    public int run(String... arguments) {
        return pod.run(StageName.WRITER);
    }
}
