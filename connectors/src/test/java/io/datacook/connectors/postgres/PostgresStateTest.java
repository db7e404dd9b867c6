package io.datacook.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Secret;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.SmallDisk;
import io.datacook.testkit.StateBackendContract;
import io.datacook.testkit.StateDiskContract;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresStateTest implements StateBackendContract, StateDiskContract {
    private final Database database = PostgresServer.freshDatabase();

    @TempDir
    private Path folder;

    @Override
    public StateBackend openState() {
        return open(database.url(), null, "_datacook_state");
    }

    private StateBackend open(String url, @Nullable Secret password, String table) {
        try (Rig rig = new Rig(database)) {
            return PostgresState.open(
                    new PostgresStateOptions(Rig.connection(url, password), Duration.ofSeconds(30), table),
                    rig.context());
        }
    }

    /// The server keeps the table on a small disk of its own, and everything else, its log of changes too, elsewhere.
    @Override
    public Pressed onASmallDisk() {
        SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 4 << 10);
        String space = "small_" + database.name();
        database.execute(
                "CREATE TABLESPACE %s LOCATION '%s'".formatted(space, disk.folder()),
                "ALTER DATABASE %s SET default_tablespace = %s".formatted(database.name(), space));
        StateBackend state = openState();
        return new Pressure(state, () -> {
            database.execute("DROP TABLE _datacook_state", "DROP TABLESPACE " + space);
            disk.close();
        });
    }

    @Override
    public Pressed readOnly(StateKey key, String document) {
        try (StateBackend writing = openState()) {
            writing.compareAndSet(key, 0, document);
        }
        database.execute("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(database.name()));
        return new Pressure(openState(), () -> {});
    }

    private record Pressure(StateBackend state, Runnable relief) implements Pressed {
        @Override
        public void close() {
            state.close();
            relief.run();
        }
    }

    @Test
    void aStandbyOrReadOnlyServerIsToldFromOneThatIsAway() {
        database.execute("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(database.name()));

        assertThatThrownBy(this::openState)
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                .hasMessageContaining("read-only transaction")
                .hasMessageContaining("connect to the primary");
    }

    @Test
    void aUserWithoutTheRightToWriteIsRefusedAndStillReads() {
        StateKey key = new StateKey("r", "s");
        String reader = "reader_" + database.name();
        try (StateBackend state = openState()) {
            state.compareAndSet(key, 0, "{}");
        }
        database.execute(
                "CREATE ROLE %s LOGIN PASSWORD 'p'".formatted(reader), "GRANT SELECT ON _datacook_state TO " + reader);
        String url = database.url().replace("postgres://postgres@", "postgres://" + reader + "@");
        try (StateBackend state = open(url, Secret.of("p"), "_datacook_state")) {
            assertThatThrownBy(() -> state.compareAndSet(key, 1, "{\"n\":2}"))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                    .hasMessageContaining("_datacook_state")
                    .hasMessageContaining("grant the privilege");
            assertThat(state.load(key)).isEqualTo(new StateBackend.Versioned(1, "{}"));
        }
    }

    @Test
    void aConnectionThatBrokeWhileIdleIsMadeAnew() {
        StateKey key = new StateKey("r", "s");
        try (StateBackend state = openState()) {
            assertThat(state.compareAndSet(key, 0, "{}")).isTrue();
            database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    + "WHERE application_name = 'datacook test' AND datname = current_database()");
            assertThat(state.compareAndSet(key, 1, "{\"n\":2}")).isTrue();
            assertThat(state.load(key)).isEqualTo(new StateBackend.Versioned(2, "{\"n\":2}"));
        }
    }

    @Test
    void aDocumentIsKeptByteForByte() {
        StateKey key = new StateKey("r", "s");
        String document = "{ \"b\":1,\n\"a\" : \"ü 🙂 ' \\\\ \\u0000\" }" + " ".repeat(3_000_000);
        try (StateBackend state = openState()) {
            assertThat(state.compareAndSet(key, 0, document)).isTrue();
            assertThat(state.load(key)).isEqualTo(new StateBackend.Versioned(1, document));
        }
    }

    @Test
    void theTableMayHaveAnyNameAndSchema() {
        database.execute("CREATE SCHEMA \"My Schema\"");
        try (StateBackend state = open(database.url(), null, "My Schema.Some State")) {
            assertThat(state.compareAndSet(new StateKey("r", "s"), 0, "{}")).isTrue();
            assertThat(state.describe()).endsWith("My Schema.Some State").doesNotContain("postgres@");
        }
        assertThat(database.value("SELECT count(*) FROM \"My Schema\".\"Some State\""))
                .isEqualTo("1");
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() {
        assertThatThrownBy(() -> open("postgres://u:secret@localhost:1/x", null, "t"))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STATE_UNREACHABLE))
                .hasMessageContaining("localhost:1/x")
                .hasMessageNotContaining("secret");
    }
}
