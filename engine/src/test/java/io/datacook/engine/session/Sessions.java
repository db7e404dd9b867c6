package io.datacook.engine.session;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import io.datacook.engine.run.Outcome;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.StreamReport;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs made up for tests.
final class Sessions {
    static final Instant START = Instant.parse("2026-11-21T08:30:00Z");

    private Sessions() {}

    /// A clock that tests move.
    static final class HandClock extends Clock {
        private Instant now = START;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    static SessionStart start(String runId) {
        return new SessionStart(
                runId,
                "shop",
                "sha256:4f2a",
                START,
                "0.1.0",
                Map.of("name", "shop", "source", Map.of("type", "csv", "password", "${env:SHOP}")),
                List.of(new SessionStart.StepArtifact("extract_orders", Map.of("type", "csv"))));
    }

    static StreamReport stream(String name, @Nullable DatacookException error) {
        return new StreamReport(
                name,
                error == null ? Outcome.SUCCEEDED : Outcome.FAILED,
                "out/" + name,
                new StreamReport.Counts(1000, 3, error == null ? 997 : 500, 64_000, 9_000, 2),
                List.of(new StepCount("cast", 998, 997), new StepCount("rename_columns", 997, 997)),
                Map.of(
                        "extract", Duration.ofMillis(700),
                        "validate", Duration.ofMillis(150),
                        "transform", Duration.ofMillis(200),
                        "write", Duration.ofMillis(900)),
                2,
                4,
                1,
                null,
                "updated_at ≤ 2026-11-20",
                null,
                error,
                Duration.ofMillis(1900));
    }

    static RunReport report(String runId, StreamReport... streams) {
        return new RunReport(runId, "shop", "sha256:4f2a", START, START.plusMillis(2000), List.of(streams));
    }

    static DatacookException failure() {
        return new DatacookException(
                        ErrorCode.DESTINATION_UNREACHABLE,
                        "the server refused <the> connection\ncheck host and port in connections.yaml")
                .at("stream orders");
    }

    static Reject reject(int number) {
        return new Reject(
                "cast", "orders.csv line " + number, "price", "12,x", "not a decimal", "{\"id\":" + number + "}");
    }

    /// Rows flowing for some seconds, with commits and rejects.
    static void play(SessionListener listener, HandClock clock) {
        listener.streamStarted("orders", 1000, 64_000);
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofMillis(100));
            listener.batchRead("orders", "s0", 50, 3_200);
            if (i % 5 == 4) {
                listener.rejected("orders", List.of(reject(i)));
                listener.epochCommitted(
                        new EpochId("shop", "orders", "w1", "s0", i / 5 + 1, 1), 249, 16_000, Duration.ofMillis(500));
            }
        }
    }
}
