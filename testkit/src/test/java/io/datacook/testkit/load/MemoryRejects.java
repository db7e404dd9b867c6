package io.datacook.testkit.load;

import io.datacook.api.EpochId;
import io.datacook.api.Manifest;
import io.datacook.api.Reject;
import io.datacook.engine.load.RejectSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Dead letters in memory that outlive the runs that write them.
final class MemoryRejects {
    private final Map<String, List<Reject>> staged = new HashMap<>();
    private final TreeMap<String, List<Reject>> published = new TreeMap<>();

    List<String> places() {
        return published.values().stream()
                .flatMap(List::stream)
                .map(Reject::place)
                .sorted()
                .toList();
    }

    RejectSink open() {
        return new RejectSink() {
            @Override
            public void open() {}

            @Override
            public EpochRejects begin(EpochId epoch) {
                return new Letters(epoch);
            }

            @Override
            public void publish(Manifest manifest) {
                manifest.files().forEach(file -> {
                    List<Reject> letters = staged.remove(file.staged());
                    if (letters != null) {
                        published.put(file.target(), letters);
                    }
                });
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    private final class Letters implements RejectSink.EpochRejects {
        private final EpochId epoch;
        private final List<Reject> letters = new ArrayList<>();

        private Letters(EpochId epoch) {
            this.epoch = epoch;
        }

        @Override
        public void write(List<Reject> rejects) {
            letters.addAll(rejects);
        }

        @Override
        public Manifest prepare() {
            staged.put(epoch.staging(), letters);
            return new Manifest(List.of(new Manifest.StagedFile(
                    epoch.staging(), epoch.published(), letters.size(), letters.size(), "crc32:00000000")));
        }

        @Override
        public void close() {}
    }
}
