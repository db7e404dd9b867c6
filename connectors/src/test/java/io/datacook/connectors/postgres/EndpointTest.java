package io.datacook.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How connections are spelled, and that passwords stay where they are.
class EndpointTest {
    private static Endpoint endpoint(
            @Nullable String url, @Nullable String host, @Nullable String database, @Nullable String password) {
        ConnectionOptions options = new ConnectionOptions(
                url == null ? null : Secret.of(url),
                host,
                5433,
                database,
                null,
                password == null ? null : Secret.of(password),
                "prefer",
                null,
                "datacook",
                Duration.ofSeconds(10));
        return Endpoint.of(options, Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://bob:p%40ss+w@db:6000/sales | jdbc:postgresql://db:6000/sales | bob | p@ss+w
            postgresql://bob@db/sales%20eu?sslmode=require | jdbc:postgresql://db:5432/sales+eu | bob |
            jdbc:postgresql://db/sales?user=bob&password=x | jdbc:postgresql://db:5432/sales | bob | x
            postgres://[::1]:6000/sales | jdbc:postgresql://[::1]:6000/sales | |
            """)
    void urlsAreTakenApart(String url, String driverUrl, @Nullable String user, @Nullable String password) {
        Endpoint endpoint = endpoint(url, null, null, null);

        assertThat(endpoint.driverUrl()).isEqualTo(driverUrl);
        assertThat(endpoint.properties().getProperty("user")).isEqualTo(user);
        assertThat(endpoint.properties().getProperty("password")).isEqualTo(password);
        assertThat(endpoint.properties().getProperty("sslmode"))
                .isEqualTo(url.contains("sslmode") ? "require" : "prefer");
    }

    @Test
    void partsNeedADatabaseOnly() {
        Endpoint endpoint = endpoint(null, null, "sales", "secret");

        assertThat(endpoint.describe()).isEqualTo("localhost:5433/sales");
        assertThat(endpoint.toString()).doesNotContain("secret");
        assertThatThrownBy(() -> endpoint(null, "db", null, null)).hasMessageContaining("database is missing");
    }

    @Test
    void aPasswordBesideTheUrlWins() {
        Endpoint endpoint = endpoint("postgres://bob:old@db/sales", null, null, "new");

        assertThat(endpoint.properties().getProperty("password")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://bob:hunter2@db/sales",
                "postgres://bob:hunter2@db",
                "postgres://bob:hunter2#x@db/sales",
                "postgres://bob:hun ter2@db/sales",
                "postgres://bob:hunter2@db/sales?foo=hunter2",
                "postgres://bob:hunter2@db/sales?sslmode=hunter2",
                "postgres://bob:hunter2@db/sales?connect_timeout=hunter2",
                "hunter2"
            })
    void wrongUrlsAreExplainedWithoutRepeatingThem(String url) {
        assertThatThrownBy(() -> endpoint(url, null, null, null))
                .hasMessageContaining("url")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("hun ter2");
    }

    @Test
    void aUrlAndPartsContradict() {
        assertThatThrownBy(() -> endpoint("postgres://db/sales", "db", null, null))
                .hasMessageContaining("either the url or the parts");
    }
}
