package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.recipe.StateConfig;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatePlaceTest {
    private static StateConfig of(String place, Map<String, String> variables) {
        return Objects.requireNonNull(StatePlace.config(place, variables));
    }

    @Test
    void aPathIsAFolder() {
        for (String folder : new String[] {"state", "/var/lib/datacook", "C:\\state", "./http", "a:b"}) {
            assertThat(StatePlace.config(folder, Map.of())).as(folder).isNull();
        }
    }

    @Test
    void aWebAddressIsAStateService() {
        StateConfig bare = of("https://state.example.com", Map.of());
        StateConfig token = of("http://localhost:8080", Map.of("DATACOOK_STATE_TOKEN", "hidden"));
        StateConfig file = of("http://localhost:8080", Map.of("DATACOOK_STATE_TOKEN_FILE", "/run/token"));

        assertThat(bare.type()).isEqualTo("service");
        assertThat(bare.options().keys()).containsExactly("url");
        assertThat(token.options().text("token")).isEqualTo("${env:DATACOOK_STATE_TOKEN}");
        assertThat(token.toString()).doesNotContain("hidden");
        assertThat(file.options().text("token_file")).isEqualTo("/run/token");
    }

    @Test
    void aDatabaseAddressIsPostgres() {
        StateConfig bare = of("postgres://me@db/shop", Map.of("PGPASSWORD", "hidden"));
        StateConfig whole = of("postgresql://me:own@db/shop", Map.of("PGPASSWORD", "hidden"));

        assertThat(bare.type()).isEqualTo("postgres");
        assertThat(bare.options().text("url")).isEqualTo("postgres://me@db/shop");
        assertThat(bare.options().text("password")).isEqualTo("${env:PGPASSWORD}");
        assertThat(whole.options().keys()).containsExactly("url");
    }

    @Test
    void anyOtherAddressIsRefused() {
        assertThatThrownBy(() -> StatePlace.config("s3://bucket/state", Map.of()))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("s3://")
                .hasMessageContaining("postgres://");
    }
}
