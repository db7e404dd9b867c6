package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionUrlTest {
    @Test
    void aServersUrlIsTakenApart() {
        assertThat(parse(
                        "postgresql://ada:p%40ss%3Aword@db.example:5433/sales?sslmode=require&application_name=a%20b",
                        null))
                .containsExactly(
                        Map.entry("type", "postgres"),
                        Map.entry("host", "db.example"),
                        Map.entry("port", "5433"),
                        Map.entry("database", "sales"),
                        Map.entry("user", "ada"),
                        Map.entry("password", "p@ss:word"),
                        Map.entry("sslmode", "require"),
                        Map.entry("application_name", "a b"));
    }

    @Test
    void partsThatAreAbsentAreLeftOut() {
        assertThat(parse("mysql://db", null)).containsExactly(Map.entry("type", "mysql"), Map.entry("host", "db"));
        assertThat(parse("postgres://ada@[::1]/x", null))
                .containsEntry("host", "[::1]")
                .containsEntry("user", "ada");
    }

    @Test
    void filesGiveAPath() {
        assertThat(parse("duckdb:///data/dw.duckdb?read_only=true", null))
                .containsEntry("path", "/data/dw.duckdb")
                .containsEntry("read_only", "true");
        assertThat(parse("duckdb:dw.duckdb", null)).containsEntry("path", "dw.duckdb");
    }

    @Test
    void referencesInsideAUrlStayWhole() {
        assertThat(parse("postgres://ada:${file:/run/secrets/pw}@db/sales", null))
                .containsEntry("password", "${file:/run/secrets/pw}")
                .containsEntry("host", "db")
                .containsEntry("database", "sales");
    }

    @Test
    void thePasswordOfAVariableStaysInTheVariable() {
        String url = "postgres://ada:s%40cret@db/sales";
        Environment environment = new Environment(Map.of("DATACOOK_CONN_DB", url), 1);

        Map<String, String> parts = parse(url, "DATACOOK_CONN_DB");

        assertThat(parts).containsEntry("password", "${env:DATACOOK_CONN_DB#password}");
        assertThat(environment.secrets(java.nio.file.Path.of("")).resolve("env", "DATACOOK_CONN_DB#password"))
                .isEqualTo("s@cret");
    }

    private static Map<String, String> parse(String url, @Nullable String variable) {
        Map<String, String> parts = new LinkedHashMap<>();
        ConfigNode.Mapping mapping = ConnectionUrl.parse(url, Place.of("x"), variable);
        mapping.entries().forEach(entry -> parts.put(entry.key(), String.valueOf(mapping.text(entry.key()))));
        return parts;
    }
}
