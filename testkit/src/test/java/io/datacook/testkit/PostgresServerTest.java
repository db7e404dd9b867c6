package io.datacook.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer.Database;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
    @Test
    void eachDatabaseIsFresh() {
        // Given
        Database first = PostgresServer.freshDatabase();
        first.execute("CREATE TABLE t (a int)", "INSERT INTO t VALUES (7), (null)");

        // When
        Database second = PostgresServer.freshDatabase();

        // Then
        assertThat(first.query("SELECT a FROM t ORDER BY a")).hasSize(2);
        assertThat(first.value("SELECT max(a) FROM t")).isEqualTo("7");
        assertThat(second.value("SELECT count(*) FROM pg_class WHERE relname = 't'"))
                .isEqualTo("0");
    }
}
