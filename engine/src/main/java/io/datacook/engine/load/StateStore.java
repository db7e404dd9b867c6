package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.Decision;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stores what the protocol decides: compare-and-set with bounded repetition on conflicts, broken connections and lost
/// replies.
///
/// **Threading:** safe for several threads, which wait for each other. It keeps the newest document it knows, so a
/// single run never conflicts with itself.
final class StateStore {
    private static final int CONFLICTS_MAX = 200;

    /// With the pauses between them about 20 seconds: a state service, or its database, may be restarted under a run.
    private static final int OUTAGES_MAX = 20;

    private static final Duration PAUSE_FIRST = Duration.ofMillis(2);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

    private final StateBackend backend;
    private final StateKey key;
    private final Pause pause;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Known known;
    private @Nullable Doubt doubt;

    StateStore(StateBackend backend, StateKey key, Pause pause) {
        this.backend = backend;
        this.key = key;
        this.pause = pause;
    }

    /// The newest document this run knows.
    StreamState newest() {
        lock.lock();
        try {
            return load().state();
        } finally {
            lock.unlock();
        }
    }

    /// The newest document, read afresh.
    StreamState fresh() {
        lock.lock();
        try {
            known = null;
            return load().state();
        } finally {
            lock.unlock();
        }
    }

    /// Asks the protocol and stores its answer.
    ///
    /// @return never an accepted answer that is not stored
    /// @throws DatacookException `COMMIT_UNKNOWN` if it may be stored, or may yet be: then nothing that it names
    ///     may be cleaned up; any other code only if it surely is not and will not be
    Decision update(Function<StreamState, Decision> request) {
        lock.lock();
        try {
            doubt = null;
            return decide(request);
        } catch (DatacookException failed) {
            throw doubt == null ? failed : unknown(doubt, failed);
        } finally {
            lock.unlock();
        }
    }

    private Decision decide(Function<StreamState, Decision> request) {
        for (int conflicts = 0; conflicts < CONFLICTS_MAX; conflicts++) {
            boolean stale = known != null;
            Known base = load();
            Decision decision = request.apply(base.state());
            switch (decision) {
                case Unchanged _ -> {
                    return decision;
                }
                case Refused _ -> {
                    if (!stale) {
                        return decision;
                    }
                    known = null;
                }
                case Accepted(StreamState next) -> {
                    if (doubt != null && doubt.isSettledBy(base)) {
                        doubt = null;
                    }
                    if (store(base, next)) {
                        return decision;
                    }
                    pauseAfter(conflicts / 8);
                }
            }
        }
        throw new DatacookException(
                ErrorCode.STATE_UNREACHABLE,
                "others changed the checkpoint of stream %s in %s %d times in a row; run again with fewer lanes"
                        .formatted(key.stream(), backend.describe(), CONFLICTS_MAX));
    }

    /// @return whether it is stored for sure; if not, [#known] is what stands there, or nothing
    private boolean store(Known base, StreamState next) {
        String document = StateCodec.write(next);
        checkSize(document);
        for (int outages = 0; ; outages++) {
            try {
                boolean stored = backend.compareAndSet(key, base.version(), document);
                known = stored ? new Known(base.version() + 1, next) : null;
                return stored;
            } catch (DatacookException failed) {
                if (failed.code() == ErrorCode.COMMIT_UNKNOWN) {
                    int before = doubt == null ? 0 : doubt.times();
                    pauseAfter(before);
                    look(new Doubt(base.version(), next, before + 1, failed));
                    return false;
                }
                if (outages + 1 >= OUTAGES_MAX || failed.code() != ErrorCode.STATE_UNREACHABLE) {
                    known = null;
                    throw failed;
                }
                pauseAfter(outages);
            }
        }
    }

    /// A reply was lost: the request is asked again of what stands there now, and the protocol knows a repeated one.
    ///
    /// That an equal document stands there does not say that it is ours. Two processes of one run, one of
    /// them about to be replaced, lease a split with the very same document; if both took it for theirs,
    /// both would hold its fence.
    private void look(Doubt lost) {
        doubt = lost;
        known = null;
        if (lost.times() >= OUTAGES_MAX) {
            throw lost.reply();
        }
        load();
    }

    private DatacookException unknown(Doubt open, DatacookException failed) {
        DatacookException unknown = new DatacookException(
                ErrorCode.COMMIT_UNKNOWN,
                ("a change of the checkpoint of stream %s in %s got no answer, and the last try ended so: %s; "
                                + "nobody knows whether it is stored, so nothing is cleaned up; run again once the "
                                + "state can be reached: it tells by then what was stored")
                        .formatted(key.stream(), backend.describe(), failed.getMessage()),
                failed);
        if (failed != open.reply()) {
            unknown.addSuppressed(open.reply());
        }
        return unknown;
    }

    private Known load() {
        if (known != null) {
            return known;
        }
        for (int outages = 0; ; outages++) {
            try {
                StateBackend.Versioned found = backend.load(key);
                Known read = found == null
                        ? new Known(0, StreamState.EMPTY)
                        : new Known(found.version(), StateCodec.read(found.document(), backend.describe()));
                known = read;
                return read;
            } catch (DatacookException failed) {
                if (outages + 1 >= OUTAGES_MAX || failed.code() != ErrorCode.STATE_UNREACHABLE) {
                    throw failed.at("stream " + key.stream());
                }
                pauseAfter(outages);
            }
        }
    }

    private void checkSize(String document) {
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > StateBackend.DOCUMENT_BYTES_MAX) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    ("the checkpoint of stream %s would take %d bytes and %d are allowed: the window stages too many "
                                    + "files; raise the checkpoint's rows or bytes, so that each epoch is larger")
                            .formatted(key.stream(), bytes, StateBackend.DOCUMENT_BYTES_MAX));
        }
    }

    private void pauseAfter(int attempts) {
        Duration wait = PAUSE_FIRST.multipliedBy(1L << Math.min(attempts, 10));
        pause.pause(wait.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : wait);
    }

    private record Known(long version, StreamState state) {}

    /// A change that got no answer: it may stand there, and where it does not it may still arrive.
    ///
    /// @param version it was to follow
    /// @param asked what would stand there
    /// @param times how often in a row no answer came
    /// @param reply the last failure
    private record Doubt(long version, StreamState asked, int times, DatacookException reply) {
        /// Whether a document in which the change is still to be made tells that it was not stored and cannot arrive
        /// any more. While the version stands it can; and what stands right after it is told from it by its
        /// content.
        private boolean isSettledBy(Known found) {
            return found.version() > version
                    && !(found.version() == version + 1 && found.state().equals(asked));
        }
    }
}
