package io.datacook.connectors.postgres;

import static io.datacook.testkit.Tables.INT64;
import static io.datacook.testkit.Tables.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import io.datacook.testkit.Tables;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each write mode leaves in the table.
class PostgresDestinationTest {
    private static final Schema SCHEMA = Tables.schema(
            Tables.field("id", INT64), Tables.field("name", STRING), Tables.field("gone", new ArrowType.Bool()));
    private static final WriteMode APPEND = new WriteMode.Append();
    private static final WriteMode REPLACE = new WriteMode.Replace();
    private static final WriteMode MERGE = new WriteMode.Merge(List.of("id"), null);
    private static final WriteMode SCD2 = new WriteMode.Scd2(List.of("id"));

    private final Rig rig = new Rig();

    @AfterEach
    void nothingLeaks() {
        rig.close();
    }

    private Batch batch(@Nullable Object[]... rows) {
        return Tables.batch(rig.allocator, SCHEMA, 1, Arrays.asList(rows));
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private List<List<@Nullable String>> rows() {
        return rig.database.query("SELECT id, name FROM t ORDER BY id, name");
    }

    @Test
    void appendAddsRows() {
        // When
        rig.load(rig.target("t"), "w1", APPEND, List.of(batch(row(1, "a", null)), batch(row(2, null, true))));
        rig.load(rig.target("t"), "w2", APPEND, List.of(batch(row(1, "a", null))));

        // Then
        assertThat(rows()).containsExactly(List.of("1", "a"), List.of("1", "a"), Arrays.asList("2", null));
    }

    @ParameterizedTest
    @EnumSource(ReplaceBy.class)
    void replaceExchangesAllRowsAtItsEnd(ReplaceBy replaceBy) {
        // Given
        rig.load(rig.target("t"), "w1", APPEND, List.of(batch(row(1, "old", null))));
        rig.database.execute(
                "CREATE ROLE reader_" + replaceBy,
                "GRANT SELECT ON t TO reader_" + replaceBy,
                "CREATE INDEX ON t (name)");
        PostgresDestinationOptions options = rig.target("t", replaceBy, "text");

        // When
        try (PostgresDestination destination = PostgresDestination.open(options, rig.context());
                Load load = destination.load(Rig.request("w2", 100, SCHEMA, REPLACE));
                Batch rows = batch(row(2, "new", null), row(3, "new", null))) {
            load.open();
            load.claim("0", 101);
            commit(load, Rig.epoch("w2", "0", 1, 101), rows);

            // Then
            assertThat(rows()).containsExactly(List.of("1", "old"));
            load.finish(List.of());
            assertThat(rows()).containsExactly(List.of("2", "new"), List.of("3", "new"));
            rig.database.execute("INSERT INTO t VALUES (9, 'later')");
            load.finish(List.of());
            assertThat(rows()).hasSize(3);
        }
        assertThat(rig.database.value("SELECT has_table_privilege('reader_%s', 't', 'SELECT')"
                        .formatted(replaceBy.name().toLowerCase(java.util.Locale.ROOT))))
                .isEqualTo("t");
        assertThat(rig.database.value("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"))
                .isEqualTo("1");
        assertThat(rig.database.value("SELECT count(*) FROM pg_class WHERE relname LIKE '\\_datacook\\_new%'"))
                .isEqualTo("0");
    }

    @Test
    void replaceKeepsViewsOnTheTable() {
        // Given
        rig.load(rig.target("t"), "w1", REPLACE, List.of(batch(row(1, "old", null))));
        rig.database.execute("CREATE VIEW v AS SELECT name FROM t");

        // When
        rig.load(rig.target("t"), "w2", REPLACE, List.of(batch(row(1, "new", null))));

        // Then
        assertThat(rig.database.value("SELECT name FROM v")).isEqualTo("new");
    }

    @Test
    void replaceByRenameIsRefusedWhereAViewStandsInTheWay() {
        // Given
        rig.load(rig.target("t"), "w1", REPLACE, List.of(batch(row(1, "old", null))));
        rig.database.execute("CREATE VIEW v AS SELECT name FROM t");

        // When // Then
        assertThatThrownBy(() -> rig.load(
                        rig.target("t", ReplaceBy.RENAME, "text"), "w2", REPLACE, List.of(batch(row(1, "new", null)))))
                .hasMessageContaining("view v depends on table t");
        assertThat(rig.database.value("SELECT name FROM v")).isEqualTo("old");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CREATE TABLE t (id bigint, name text, gone boolean)",
                "CREATE TABLE t (id bigint PRIMARY KEY, name varchar(50), gone boolean, extra int DEFAULT 7)",
                // MERGE refuses tables with rules
                "CREATE TABLE t (id bigint PRIMARY KEY, name text, gone boolean); "
                        + "CREATE RULE kept AS ON DELETE TO t DO ALSO NOTHING"
            })
    void mergeUpdatesByKeyAndTheLastRowOfAKeyWins(String ddl) {
        // Given
        if (!ddl.isEmpty()) {
            rig.database.execute(ddl);
        }
        rig.load(
                rig.target("t"), "w1", MERGE, List.of(batch(row(1, "a", null), row(2, "b", null), row(1, "a2", null))));

        // When
        rig.load(
                rig.target("t"),
                "w2",
                MERGE,
                List.of(batch(row(2, "b2", null), row(3, "c", null)), batch(row(3, "c2", null), row(1, null, null))));

        // Then
        assertThat(rows()).containsExactly(Arrays.asList("1", null), List.of("2", "b2"), List.of("3", "c2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CREATE TABLE t (id bigint, name text, gone boolean)"})
    void mergeRemovesRowsMarkedAsDeleted(String ddl) {
        // Given
        if (!ddl.isEmpty()) {
            rig.database.execute(ddl);
        }
        WriteMode mode = new WriteMode.Merge(List.of("id"), "gone");
        rig.load(
                rig.target("t"), "w1", mode, List.of(batch(row(1, "a", false), row(2, "b", null), row(3, "c", false))));

        // When
        rig.load(
                rig.target("t"),
                "w2",
                mode,
                List.of(batch(row(1, "a", true), row(2, "x", true), row(2, "b2", false), row(4, "never", true))));

        // Then
        assertThat(rows()).containsExactly(List.of("2", "b2"), List.of("3", "c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id bigint PRIMARY KEY, name text",
                "id bigint, name json",
                "id bigint PRIMARY KEY, name short_text",
                "id numeric(20,0) UNIQUE, name varchar(20)"
            })
    void mergeLeavesRowsAloneThatDidNotChange(String columns) {
        // Given
        rig.database.execute("CREATE DOMAIN short_text AS text CHECK (length(value) < 20)");
        rig.database.execute("CREATE TABLE t (" + columns + ", gone boolean)");
        rig.load(
                rig.target("t"), "w1", MERGE, List.of(batch(row(1, "1", null), row(2, "2", true), row(3, null, null))));
        String versions = "SELECT string_agg(id || ':' || xmin, ' ' ORDER BY id) FROM t WHERE id <> 2";
        String before = rig.database.value(versions);

        // When
        rig.load(
                rig.target("t"),
                "w2",
                MERGE,
                List.of(batch(row(1, "1", null), row(2, "2.0", true), row(3, null, null), row(4, "4", null))));

        // Then
        assertThat(rig.database.value(versions)).startsWith(before + " 4:");
        assertThat(rig.database.value("SELECT string_agg(name::text, ' ' ORDER BY id) FROM t"))
                .isEqualTo("1 2.0 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "scd2"})
    void aNullKeyIsRefusedWithItsRow(String word) {
        WriteMode mode = word.equals("merge") ? MERGE : SCD2;

        assertThatThrownBy(() ->
                        rig.load(rig.target("t"), "w1", mode, List.of(batch(row(1, "a", null), row(null, "b", null)))))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessageContaining("table row 2: the key column 'id' is null");
        assertThat(rows()).isEmpty();
    }

    @Test
    void scd2KeepsTheHistory() {
        // Given
        rig.load(rig.target("t"), "w1", SCD2, List.of(batch(row(1, "a", null), row(2, "b", null))));
        rig.database.execute("UPDATE t SET _datacook_valid_from = '2020-01-01 00:00:00+00'");

        // When
        rig.load(rig.target("t"), "w2", SCD2, List.of(batch(row(1, "a", null), row(2, "b2", null), row(3, "c", null))));
        rig.load(rig.target("t"), "w3", SCD2, List.of(batch(row(1, "a", null), row(3, "c", null), row(3, "c", null))));

        // Then
        String query = "SELECT id, name, (_datacook_valid_from AT TIME ZONE 'UTC')::text, "
                + "(_datacook_valid_to AT TIME ZONE 'UTC')::text FROM t ORDER BY id, _datacook_valid_from";
        assertThat(rig.database.query(query))
                .containsExactly(
                        Arrays.asList("1", "a", "2020-01-01 00:00:00", null),
                        Arrays.asList("2", "b", "2020-01-01 00:00:00", "2026-11-21 08:00:00"),
                        Arrays.asList("2", "b2", "2026-11-21 08:00:00", null),
                        Arrays.asList("3", "c", "2026-11-21 08:00:00", null));
        try (PostgresDestination destination = rig.openTarget("t")) {
            assertThat(destination.existing()).isEqualTo(SCHEMA);
        }
    }

    @Test
    void aTargetGrowsWithItsSource() {
        // Given
        rig.load(rig.target("t"), "w1", APPEND, List.of(batch(row(1, "a", null))));
        rig.database.execute("ALTER TABLE t ALTER name SET NOT NULL", "ALTER TABLE t ALTER id TYPE int");
        Field narrow = Tables.field("id", new ArrowType.Int(32, true));
        Field text = new Field("name", FieldType.notNullable(STRING), null);
        Schema grown = Tables.schema(
                Tables.field("id", INT64), Tables.field("name", STRING), Tables.field("näw \"x\"", STRING));
        List<SchemaChange> changes = List.of(
                new SchemaChange.Widen(narrow, Tables.field("id", INT64)),
                new SchemaChange.DropNotNull(text),
                new SchemaChange.AddColumn(Tables.field("näw \"x\"", STRING)));

        // When
        for (int i = 0; i < 2; i++) {
            try (PostgresDestination destination = rig.openTarget("t");
                    Load load = destination.load(
                            new LoadRequest("recipe", "stream", "w" + i, grown, APPEND, changes, -1, 100 + i * 10L));
                    Batch rows = Tables.batch(
                            rig.allocator,
                            grown,
                            1,
                            Arrays.<@Nullable Object[]>asList(row(Long.MAX_VALUE, null, "x")))) {
                load.open();
                load.open();
                load.claim("0", 101 + i * 10L);
                commit(load, Rig.epoch("w" + i, "0", 1, 101 + i * 10L), rows);
            }
        }

        // Then
        assertThat(rig.database.query("SELECT id, name, gone, \"näw \"\"x\"\"\" FROM t ORDER BY id"))
                .containsExactly(
                        Arrays.asList("1", "a", null, null),
                        Arrays.asList("9223372036854775807", null, null, "x"),
                        Arrays.asList("9223372036854775807", null, null, "x"));
    }

    @Test
    void aBrokenConstraintNamesTableColumnAndValue() {
        // Given
        rig.database.execute("CREATE TABLE t (id bigint CONSTRAINT small CHECK (id < 10), name varchar(3), gone bool)");

        // When // Then
        assertThatThrownBy(() ->
                        rig.load(rig.target("t"), "w1", APPEND, List.of(batch(row(1, "a", null), row(77, "b", null)))))
                .isInstanceOfSatisfying(DatacookException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.DATA_INVALID);
                    assertThat(refused.place()).isEqualTo("table row 2");
                })
                .hasMessageContaining("public.t: ".substring(7))
                .hasMessageContaining("small")
                .hasMessageContaining("77");
        assertThatThrownBy(() -> rig.load(rig.target("t"), "w2", APPEND, List.of(batch(row(1, "long", null)))))
                .isInstanceOfSatisfying(DatacookException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.DATA_INVALID);
                    assertThat(refused.place()).isEqualTo("table row 1");
                })
                .hasMessageContaining("column name");
        assertThat(rows()).isEmpty();
    }

    @Test
    void namesTheServerWouldCutAreRefused() {
        String name = "é".repeat(32);
        try (PostgresDestination destination = rig.openTarget("t")) {
            assertThatThrownBy(() -> destination.stored(Tables.schema(Tables.field(name, INT64))))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
                    .hasMessageContaining("64 bytes")
                    .hasMessageContaining("rename_columns");
        }
    }

    @Test
    void planningChangesNothing() {
        try (PostgresDestination destination = rig.openTarget("t")) {
            assertThat(destination.existing()).isNull();
            destination.load(Rig.request("w1", 1, SCHEMA, APPEND)).close();
        }
        assertThat(rig.database.value("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
                        + "WHERE n.nspname = 'public'"))
                .isEqualTo("0");
    }

    static void commit(Load load, io.datacook.api.EpochId epoch, Batch rows) {
        try (EpochWriter writer = load.begin(epoch)) {
            writer.write(rows);
            ((EpochWriter.Transactional) writer).commit("{\"epoch\":" + epoch.epoch() + "}");
        }
    }
}
