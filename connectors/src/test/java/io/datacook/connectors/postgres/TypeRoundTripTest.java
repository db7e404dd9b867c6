package io.datacook.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Batch;
import io.datacook.api.EpochWriter;
import io.datacook.api.Load;
import io.datacook.api.Position;
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
import org.junit.jupiter.params.provider.CsvSource;

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

    static final String TYPES = """
            bool | true; false | boolean
            int2 | -32768; 32767 | smallint
            int4 | -2147483648; 2147483647 | integer
            int8 | -9223372036854775808; 9223372036854775807 | bigint
            oid | 4294967295 | bigint
            float4 | 1.17549435e-38; NaN; -Infinity; -0 | real
            float8 | 4.9e-324; 1.7976931348623157e308; NaN; Infinity | double precision
            numeric(12,2) | -9999999999.99; 0; 0.01; 100; 10000; 0.0001; 123456.7 | numeric(12,2)
            numeric(38,10) | 9999999999999999999999999999.9999999999; -1.5; 0.0000000001; 10000000000000000 | numeric(38,10)
            numeric(38,38) | 0.99999999999999999999999999999999999999 | numeric(38,38)
            numeric(76,5) | 99999999999999999999999999999999999999999999999999999999999999999999999.99999; -0.00001 | numeric(76,5)
            numeric(100,3) | 1.5 | numeric(100,3)
            numeric | 1e40; 0.000000000000000000000000000000000000001; NaN; Infinity; 1.500 | numeric
            price | 3.5 | numeric(10,2)
            money | -12.34 | money
            text | häppy 🙂; `` | text
            varchar(7) | abc | text
            char(5) | abcde | text
            name | abc | text
            xml | <a>1</a> | xml
            bytea | \\x00ff; \\x | bytea
            date | 0001-01-01; 4713-01-01 BC; 5874897-12-31 | date
            time | 00:00; 23:59:59.999999 | time without time zone
            timetz | 12:30:00.5+05:30 | time with time zone
            timestamp | 0001-01-01 00:00; 9999-12-31 23:59:59.999999; 4713-01-01 00:00 BC | timestamp without time zone
            timestamptz | 2026-11-21 10:15:30.123456+02 | timestamp with time zone
            interval | 1 year 2 mons -3 days 04:05:06.789; -1 mon | interval
            uuid | ffffffff-1234-5678-9abc-def012345678 | uuid
            json | {"b" : 1} | json
            jsonb | {"b": [1, null]}; null | jsonb
            mood | sad; häppy | text
            inet | 10.0.0.1; ::1/64 | inet
            cidr | 10.0.0.0/8 | cidr
            macaddr | 08:00:2b:01:02:03 | macaddr
            macaddr8 | 08:00:2b:01:02:03:04:05 | macaddr8
            bit(3) | 101 | bit(3)
            varbit | 10101 | bit varying
            int4range | empty | int4range
            tsvector | a b | tsvector
            pg_lsn | 16/B374D848 | pg_lsn
            point | (1,2) | point
            pair | (1,x) | text
            int4[] | {1,NULL,3}; {} | integer[]
            text[] | {a,NULL,"b,c"} | text[]
            numeric(10,2)[] | {1.5,-2} | numeric(10,2)[]
            uuid[] | {ffffffff-1234-5678-9abc-def012345678} | uuid[]
            timestamptz[] | {2026-11-21 10:15:30+00} | timestamp with time zone[]
            bool[] | {t,f} | boolean[]
            bytea[] | {"\\\\\\\\x00ff"} | bytea[]
            jsonb[] | {"{\\"a\\": 1}"} | jsonb[]
            inet[] | {10.0.0.1} | inet[]
            mood[] | {sad} | text[]
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TYPES)
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
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TYPES)
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
            var request = Rig.all(schema);
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
