package io.datacook.extractor;

import io.datacook.pod.Pod;
import io.datacook.pod.StageName;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/// The extractor pod's process.
@QuarkusMain
public final class ExtractorService implements QuarkusApplication {
    private final Pod pod;

    ExtractorService(Pod pod) {
        this.pod = pod;
    }

    @Override
    public int run(String... arguments) {
        return pod.run(StageName.EXTRACTOR);
    }
}
