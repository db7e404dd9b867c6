package io.datacook.e2e;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// What may go wrong, and how soon committed rows must come again: the failure table of the delivery promise.
enum Failure {
    /// `kill -9` of the process that reads. Kubernetes waits ten seconds before it replaces a pod of a Job.
    EXTRACTOR_KILLED("extractor killed", 20),
    /// `kill -9` of the process that transforms.
    TRANSFORM_KILLED("transform killed", 20),
    /// `kill -9` of the process that writes, at some moment.
    WRITER_KILLED("writer killed", 15),
    /// The writer dies with an epoch written and nothing committed.
    WRITER_BEFORE_COMMIT("writer dies before the commit point", 15, "BEFORE_PREPARE:3"),
    /// The writer dies when the destination has committed and the state does not know.
    WRITER_AFTER_COMMIT("writer dies after the sink's commit", 15, "AFTER_SINK_COMMIT:3"),
    /// The writer dies when everything is committed and nobody was told.
    WRITER_BEFORE_ACKNOWLEDGE("writer dies before acknowledging", 15, "AFTER_PUBLISH:3"),
    /// One of two state services dies.
    STATE_REPLICA_KILLED("one state service killed", 5),
    /// Both die at once.
    STATE_SERVICE_KILLED("all state services killed", 5),
    /// PostgreSQL, state and destination in one, dies and starts again.
    DATABASE_KILLED("PostgreSQL killed", 15),
    /// The operator dies.
    OPERATOR_KILLED("operator killed", 20),
    /// The node's agent is lost, and the writer's pod is deleted meanwhile; the old process goes on.
    NODE_LOST("node lost", 45),
    /// Extractor and its neighbour cannot reach each other for a while.
    STAGES_CUT("network cut between stages", 20),
    /// The writer cannot reach the state service for a while.
    STATE_CUT("network cut to the state service", 20),
    /// A second pod for the same lane appears.
    DUPLICATE_POD("duplicate writer pod", 15),
    /// The writer's pod is evicted, as by `kubectl drain`.
    EVICTED("writer evicted", 35);

    /// The kubelet ends the containers beside the writer one after the other, and starts them so.
    private static final Duration CHAIN = Duration.ofSeconds(5);

    private final String text;
    private final Duration bound;
    private final String fault;

    Failure(String text, int boundSeconds) {
        this(text, boundSeconds, "");
    }

    Failure(String text, int boundSeconds, String fault) {
        this.text = text;
        this.bound = Duration.ofSeconds(boundSeconds);
        this.fault = fault;
    }

    String text() {
        return text;
    }

    /// How soon rows must be committed again.
    Duration bound(Layout layout) {
        boolean writerDies = this == WRITER_KILLED || !fault.isEmpty();
        return writerDies && layout == Layout.FUSED ? bound.plus(CHAIN) : bound;
    }

    /// Where the writer shall die by itself, or nothing.
    String fault() {
        return fault;
    }

    /// Labels of the parts of the installation that die of it, or none.
    Map<String, String> victims() {
        return switch (this) {
            case STATE_REPLICA_KILLED, STATE_SERVICE_KILLED -> Cluster.STATE;
            case DATABASE_KILLED -> Cluster.POSTGRES;
            case OPERATOR_KILLED -> Cluster.OPERATOR;
            case EXTRACTOR_KILLED,
                    TRANSFORM_KILLED,
                    WRITER_KILLED,
                    WRITER_BEFORE_COMMIT,
                    WRITER_AFTER_COMMIT,
                    WRITER_BEFORE_ACKNOWLEDGE,
                    NODE_LOST,
                    STAGES_CUT,
                    STATE_CUT,
                    DUPLICATE_POD,
                    EVICTED -> Map.of();
        };
    }

    /// In which layouts it can happen.
    Set<Layout> layouts() {
        return switch (this) {
            case EXTRACTOR_KILLED, TRANSFORM_KILLED -> EnumSet.of(Layout.SPLIT, Layout.FUSED);
            case STAGES_CUT -> EnumSet.of(Layout.SPLIT);
            case WRITER_KILLED,
                    WRITER_BEFORE_COMMIT,
                    WRITER_AFTER_COMMIT,
                    WRITER_BEFORE_ACKNOWLEDGE,
                    STATE_REPLICA_KILLED,
                    STATE_SERVICE_KILLED,
                    DATABASE_KILLED,
                    OPERATOR_KILLED,
                    NODE_LOST,
                    STATE_CUT,
                    DUPLICATE_POD,
                    EVICTED -> EnumSet.allOf(Layout.class);
        };
    }
}
