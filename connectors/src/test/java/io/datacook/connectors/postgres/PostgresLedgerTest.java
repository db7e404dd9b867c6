package io.datacook.connectors.postgres;

import static io.datacook.testkit.Tables.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.WriteMode;
import io.datacook.testkit.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Exactly once in the table: fences, checkpoints, and connections that die at the worst moment.
class PostgresLedgerTest {
    private static final Schema SCHEMA = Tables.schema(Tables.field("id", INT64));
    private static final WriteMode APPEND = new WriteMode.Append();
    private static final WriteMode REPLACE = new WriteMode.Replace();

    private final Rig rig = new Rig();

    @AfterEach
    void nothingLeaks() {
        rig.close();
    }

    private Load open(String window, long fence, WriteMode mode) {
        Load load = rig.openTarget("t").load(Rig.request(window, fence, SCHEMA, mode));
        load.open();
        return load;
    }

    private Batch batch(long... ids) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (long id : ids) {
            rows.add(new @Nullable Object[] {id});
        }
        return Tables.batch(rig.allocator, SCHEMA, 1, rows);
    }

    private void commit(Load load, EpochId epoch, String checkpoint, long... ids) {
        try (EpochWriter writer = load.begin(epoch);
                Batch rows = batch(ids)) {
            writer.write(rows);
            ((EpochWriter.Transactional) writer).commit(checkpoint);
        }
    }

    private String ids() {
        return String.valueOf(rig.database.value("SELECT string_agg(id::text, ',' ORDER BY id) FROM t"));
    }

    private static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed ->
                                assertThat(failed.code()).as(failed.describe()).isEqualTo(code));
    }

    @Test
    void theNextHolderGetsTheLastCheckpoint() {
        try (Load first = open("w1", 10, APPEND)) {
            assertThat(first.claim("0", 11)).isNull();
            commit(first, Rig.epoch("w1", "0", 1, 11), "{\"e\": 1}", 1);
            commit(first, Rig.epoch("w1", "0", 2, 11), "{\"e\": 2}", 2, 3);
            commit(first, Rig.epoch("w1", "0", 3, 11), "{\"e\": 3}");
        }
        try (Load second = open("w1", 20, APPEND)) {
            assertThat(second.claim("0", 21)).isEqualTo("{\"e\": 3}");
            assertThat(second.claim("1", 22)).isNull();
        }
        assertThat(ids()).isEqualTo("1,2,3");
    }

    @Test
    void aHolderOfALowerFenceCannotCommit() {
        try (Load first = open("w1", 10, APPEND);
                Load second = open("w1", 20, APPEND)) {
            second.claim("0", 21);
            assertCode(ErrorCode.FENCED, () -> first.claim("0", 11));
            assertCode(ErrorCode.FENCED, () -> commit(first, Rig.epoch("w1", "0", 1, 11), "{}", 1));
            commit(second, Rig.epoch("w1", "0", 1, 21), "{}", 2);
        }
        assertThat(ids()).isEqualTo("2");
    }

    @Test
    void anEpochIsCommittedOnceAndInOrder() {
        try (Load load = open("w1", 10, APPEND)) {
            load.claim("0", 11);
            commit(load, Rig.epoch("w1", "0", 1, 11), "{}", 1);
            assertCode(ErrorCode.FENCED, () -> commit(load, Rig.epoch("w1", "0", 1, 11), "{}", 1));
            assertCode(ErrorCode.FENCED, () -> commit(load, Rig.epoch("w1", "0", 3, 11), "{}", 1));
            commit(load, Rig.epoch("w1", "0", 2, 11), "{}", 2);
        }
        assertThat(ids()).isEqualTo("1,2");
    }

    @Test
    void aRunThatWasOvertakenWhileWritingIsFencedAtItsCommit() {
        try (Load first = open("w1", 10, APPEND)) {
            first.claim("0", 11);
            try (EpochWriter writer = first.begin(Rig.epoch("w1", "0", 1, 11));
                    Batch rows = batch(1)) {
                writer.write(rows);
                // The next run raises the fence of the stream, and has not claimed the split yet.
                open("w1", 20, APPEND).close();
                assertCode(ErrorCode.FENCED, () -> ((EpochWriter.Transactional) writer).commit("{}"));
            }
        }
        assertThat(ids()).isEqualTo("null");
    }

    @Test
    void aLateRunOfAnOldWindowChangesNothing() {
        // Given
        Load late = open("w1", 10, REPLACE);
        late.claim("0", 11);
        commit(late, Rig.epoch("w1", "0", 1, 11), "{}", 1);
        try (Load next = open("w1", 20, REPLACE)) {
            next.claim("0", 21);
            next.finish(List.of());
        }
        try (Load newest = open("w2", 30, REPLACE)) {
            newest.claim("0", 31);
            commit(newest, Rig.epoch("w2", "0", 1, 31), "{}", 2);

            // When
            assertCode(ErrorCode.FENCED, late::open);
            assertCode(ErrorCode.FENCED, () -> late.claim("0", 12));
            assertCode(ErrorCode.FENCED, () -> late.finish(List.of()));
            late.close();

            // Then
            newest.finish(List.of());
        }
        assertThat(ids()).isEqualTo("2");
        assertThat(rig.database.value("SELECT count(*) FROM _datacook_commits WHERE window_id = 'w1'"))
                .isEqualTo("0");
    }

    @Test
    void aReplacingWindowContinuesAfterACrash() {
        try (Load first = open("w1", 10, REPLACE)) {
            first.claim("0", 11);
            commit(first, Rig.epoch("w1", "0", 1, 11), "{\"e\": 1}", 1);
        }
        try (Load second = open("w1", 20, REPLACE)) {
            assertThat(second.claim("0", 21)).isEqualTo("{\"e\": 1}");
            commit(second, Rig.epoch("w1", "0", 2, 21), "{\"e\": 2}", 2);
            second.finish(List.of());
        }
        try (Load third = open("w1", 30, REPLACE)) {
            third.claim("0", 31);
            third.finish(List.of());
        }
        assertThat(ids()).isEqualTo("1,2");
    }

    @Test
    void aLostShadowIsNoticed() {
        try (Load first = open("w1", 10, REPLACE)) {
            first.claim("0", 11);
            commit(first, Rig.epoch("w1", "0", 1, 11), "{}", 1);
        }
        String shadow = rig.database.value("SELECT relname FROM pg_class WHERE relname LIKE '\\_datacook\\_new%'");
        rig.database.execute("DROP TABLE " + shadow);

        assertCode(ErrorCode.STATE_INVALID, () -> open("w1", 20, REPLACE).close());
    }

    @Test
    void whatWasNotCommittedIsGone() {
        try (Load load = open("w1", 10, APPEND)) {
            load.claim("0", 11);
            try (EpochWriter writer = load.begin(Rig.epoch("w1", "0", 1, 11));
                    Batch rows = batch(1, 2, 3)) {
                writer.write(rows);
            }
            commit(load, Rig.epoch("w1", "0", 1, 11), "{}", 4);
        }
        assertThat(ids()).isEqualTo("4");
    }

    @Test
    void aConnectionThatDiesBeforeTheCommitSurelyCommittedNothing() {
        try (Load load = open("w1", 10, APPEND)) {
            load.claim("0", 11);
            try (EpochWriter writer = load.begin(Rig.epoch("w1", "0", 1, 11));
                    Batch rows = batch(1)) {
                writer.write(rows);
                killAll();
                assertCode(ErrorCode.DESTINATION_UNREACHABLE, () -> ((EpochWriter.Transactional) writer).commit("{}"));
            }
            assertThat(ids()).isEqualTo("null");
        }
        try (Load again = open("w1", 20, APPEND)) {
            assertThat(again.claim("0", 21)).isNull();
            commit(again, Rig.epoch("w1", "0", 1, 21), "{}", 1);
        }
        assertThat(ids()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatDiesInTheCommitLeavesDoubtAndTheLedgerEndsIt(boolean letThrough) throws SQLException {
        // Given: a trigger that runs inside COMMIT and waits for a lock that the test holds
        rig.database.execute(
                "CREATE TABLE t (id bigint)",
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS "
                        + "'BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NULL; END'",
                "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
                        + "EXECUTE FUNCTION wait()");
        try (Load load = open("w1", 10, APPEND);
                Connection holder = rig.database.connect();
                Statement statement = holder.createStatement();
                ExecutorService lane = Executors.newSingleThreadExecutor()) {
            load.claim("0", 11);
            statement.execute("SELECT pg_advisory_lock(42)");

            // When: the lane hangs in its COMMIT and its connection is cut
            Callable<Void> task = () -> {
                commit(load, Rig.epoch("w1", "0", 1, 11), "{\"e\": 1}", 1);
                return null;
            };
            Future<Void> committing = lane.submit(task);
            awaitWaiter();
            if (letThrough) {
                statement.execute("SELECT pg_advisory_unlock(42)");
                assertThat(committing).succeedsWithin(java.time.Duration.ofSeconds(30));
            } else {
                rig.database.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
                        + "AND objid = 42 AND NOT granted");
                assertThatThrownBy(committing::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                DatacookException.class,
                                failed -> assertThat(failed.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN));
                statement.execute("SELECT pg_advisory_unlock(42)");
            }
        }

        // Then: whoever comes next learns the truth from the table
        try (Load next = open("w1", 20, APPEND)) {
            String checkpoint = next.claim("0", 21);
            assertThat(checkpoint == null).isEqualTo(ids().equals("null"));
            if (checkpoint == null) {
                commit(next, Rig.epoch("w1", "0", 1, 21), "{\"e\": 1}", 1);
            }
        }
        assertThat(ids()).isEqualTo("1");
    }

    private void awaitWaiter() {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!"1"
                .equals(rig.database.value(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted"))) {
            assertThat(System.nanoTime()).as("a lane waits in its commit").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void killAll() {
        rig.database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE application_name = 'datacook test' AND datname = current_database()");
    }

    @Test
    void racingHoldersCommitEveryEpochOnce() throws Exception {
        // Given: four holders that each take the split over again and again and continue where the table stands
        int epochs = 30;
        open("w1", 1, APPEND).close();
        List<Future<Void>> holders = new ArrayList<>();
        try (ExecutorService lanes = Executors.newFixedThreadPool(4)) {
            for (int holder = 0; holder < 4; holder++) {
                int first = holder;
                holders.add(lanes.submit(() -> {
                    race(first, epochs);
                    return null;
                }));
            }
            for (Future<Void> holder : holders) {
                holder.get();
            }
        }

        // Then
        assertThat(rig.database.value("SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || max(id) FROM t"))
                .isEqualTo(epochs + " " + epochs + " " + epochs);
    }

    private void race(int first, int epochs) {
        long fence = 10L + first;
        try (Load load = rig.openTarget("t").load(Rig.request("w1", 1, SCHEMA, APPEND))) {
            while (true) {
                try {
                    String checkpoint = load.claim("0", fence);
                    long epoch = checkpoint == null ? 1 : Long.parseLong(checkpoint) + 1;
                    if (epoch > epochs) {
                        return;
                    }
                    commit(load, Rig.epoch("w1", "0", epoch, fence), Long.toString(epoch), epoch);
                } catch (DatacookException overtaken) {
                    assertThat(overtaken.code()).isEqualTo(ErrorCode.FENCED);
                    fence += 4;
                }
            }
        }
    }
}
