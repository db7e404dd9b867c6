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
import io.datacook.testkit.StateBackendContract;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostgresStateTest implements StateBackendContract {
    private final Database database = PostgresServer.freshDatabase();

    @Override
    public StateBackend openState() {
        return open(database.url(), null, "_datacook_state");
    }

    private StateBackend open(String url, @Nullable Secret password, String table) {
        try (Rig rig = new Rig(database)) {
            return PostgresState.open(
                    new PostgresStateOptions(
                            Secret.of(url),
                            null,
                            5432,
                            null,
                            null,
                            password,
                            "prefer",
                            null,
                            "datacook state test",
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            table),
                    rig.context());
        }
    }

    @Test
    void aConnectionThatBrokeWhileIdleIsMadeAnew() {
        StateKey key = new StateKey("r", "s");
        try (StateBackend state = openState()) {
            assertThat(state.compareAndSet(key, 0, "{}")).isTrue();
            database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    + "WHERE application_name = 'datacook state test'");
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
