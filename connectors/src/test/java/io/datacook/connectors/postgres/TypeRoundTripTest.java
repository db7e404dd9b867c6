package io.datacook.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Batch;
import io.datacook.api.EpochWriter;
import io.datacook.api.Load;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.SplitReader;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// From PostgreSQL through Arrow back to PostgreSQL: the same values, and the same type where a column was created.
class TypeRoundTripTest {
    private static final Rig rig = new Rig();

    @BeforeAll
    static void createTypes() {
        rig.database.execute(
                "CREATE TYPE mood AS ENUM ('sad', 'häppy')",
                "CREATE DOMAIN price AS numeric(10,2)",
                "CREATE TYPE pair AS (a int, b text)");
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(rig.allocator.getAllocatedMemory()).isZero();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "round-trips.psv", delimiter = '|', quoteCharacter = '`')
    void aNewTableHasTheSameValuesInTheSpelledType(String type, String values, String created) {
        // Given
        rig.database.execute("DROP TABLE IF EXISTS cells", "DROP TABLE IF EXISTS copy");
        fill("cells", type, values);

        // When
        copy("copy");

        // Then
        assertThat(rig.database.value(
                        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'copy'::regclass "
                                + "AND attname = 'c'"))
                .isEqualTo(created);
        assertThat(rig.database.query("SELECT c::text FROM copy"))
                .isEqualTo(rig.database.query("SELECT c::text FROM cells"));
        try (PostgresDestination destination = rig.openTarget("public.copy")) {
            assertThat(destination.existing()).isEqualTo(destination.stored(described()));
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "round-trips.psv", delimiter = '|', quoteCharacter = '`')
    void anExistingTableOfTheSameTypeTakesTheValues(String type, String values, String created) {
        // Given
        rig.database.execute("DROP TABLE IF EXISTS cells", "DROP TABLE IF EXISTS copy");
        fill("cells", type, values);
        rig.database.execute("CREATE TABLE copy (id int, c " + type + ")");

        // When
        copy("copy");

        // Then
        assertThat(rig.database.query("SELECT c::text FROM copy"))
                .isEqualTo(rig.database.query("SELECT c::text FROM cells"));
    }

    private static void fill(String table, String type, String values) {
        List<String> cells = new ArrayList<>();
        for (String value : values.split("; ", -1)) {
            cells.add("(1, " + TableName.literal(value.equals("``") ? "" : value) + ")");
        }
        rig.database.execute(
                "CREATE TABLE " + table + " (id int, c " + type + ")",
                "INSERT INTO " + table + " VALUES " + String.join(", ", cells) + ", (2, null)");
    }

    private static Schema described() {
        try (Source source = rig.open("public.cells")) {
            return source.describe().schema();
        }
    }

    private static void copy(String table) {
        try (Source source = rig.open("public.cells");
                PostgresDestination destination = rig.openTarget("public." + table)) {
            Schema schema = source.describe().schema();
            ReadRequest request = Rig.all(schema);
            try (SplitReader reader =
                            source.read(request, source.splits(request).getFirst(), Position.START);
                    Load load =
                            destination.load(Rig.request(table, System.nanoTime(), schema, new WriteMode.Append()))) {
                load.open();
                load.claim("0", Long.MAX_VALUE - 1);
                try (EpochWriter writer = load.begin(Rig.epoch(table, "0", 1, Long.MAX_VALUE - 1))) {
                    for (@Nullable Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        try (Batch closing = batch) {
                            writer.write(closing);
                        }
                    }
                    ((EpochWriter.Transactional) writer).commit("{}");
                }
            }
        }
        rig.database.execute("DROP TABLE _datacook_commits");
    }
}
