package io.datacook.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.RowText;
import io.datacook.api.Source;
import io.datacook.api.SplitReader;
import io.datacook.api.TypeNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every type from PostgreSQL to Arrow: the type table of the documentation, cell by cell.
class PostgresTypesTest {
    private static final Rig rig = new Rig();

    @BeforeAll
    static void createTypes() {
        rig.database.execute(
                "CREATE TYPE mood AS ENUM ('sad', 'häppy')",
                "CREATE DOMAIN price AS numeric(10,2) CHECK (value >= 0)",
                "CREATE DOMAIN fair_price AS price",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE SCHEMA \"odd schema\"",
                "CREATE TYPE \"odd schema\".\"Odd Enum\" AS ENUM ('x')");
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(rig.allocator.getAllocatedMemory()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            bool | true, false | bool | true false
            int2 | -32768, 32767 | int16 | -32768 32767
            int4 | -2147483648, 2147483647 | int32 | -2147483648 2147483647
            int8 | -9223372036854775808, 9223372036854775807 | int64 | -9223372036854775808 9223372036854775807
            oid | 0, 4294967295 | int64 | 0 4294967295
            float4 | 1.17549435e-38, NaN, -Infinity, -0 | float32 | 1.1754944E-38 "NaN" "-Infinity" -0.0
            float8 | 4.9e-324, 1.7976931348623157e308, NaN, Infinity | float64 | 4.9E-324 1.7976931348623157E308 "NaN" "Infinity"
            numeric(12,2) | -9999999999.99, 0, 0.01, 12345678.9, -0.1 | decimal(12,2) | "-9999999999.99" "0.00" "0.01" "12345678.90" "-0.10"
            numeric(38,10) | 9999999999999999999999999999.9999999999, -1.5 | decimal(38,10) | "9999999999999999999999999999.9999999999" "-1.5000000000"
            numeric(38,0) | 99999999999999999999999999999999999999, -99999999999999999999999999999999999999, 10000 | decimal(38,0) | "99999999999999999999999999999999999999" "-99999999999999999999999999999999999999" "10000"
            numeric(38,38) | 0.99999999999999999999999999999999999999, -0.00000000000000000000000000000000000001 | decimal(38,38) | "0.99999999999999999999999999999999999999" "-0.00000000000000000000000000000000000001"
            numeric(76,5) | 99999999999999999999999999999999999999999999999999999999999999999999999.99999, -1 | decimal(76,5) | "99999999999999999999999999999999999999999999999999999999999999999999999.99999" "-1.00000"
            numeric(5,-2) | 12345, -9999900 | decimal(7,0) | "12300" "-9999900"
            numeric(2,5) | 0.00099, -0.00012 | decimal(5,5) | "0.00099" "-0.00012"
            numeric(100,3) | 1.5 | string | "1.500"
            numeric | 1e40, -0.000000000000000000000000000000000000001, 0, 1000, 123.4500, NaN, Infinity, -Infinity | string | "10000000000000000000000000000000000000000" "-0.000000000000000000000000000000000000001" "0" "1000" "123.4500" "NaN" "Infinity" "-Infinity"
            price | 3.5 | decimal(10,2) | "3.50"
            fair_price | 0 | decimal(10,2) | "0.00"
            money | -92233720368547758.08 | string | "-$92,233,720,368,547,758.08"
            text | häppy 🙂 | string | "häppy 🙂"
            varchar(7) | abc | string | "abc"
            char(5) | abc | string | "abc  "
            name | abc | string | "abc"
            "char" | x | string | "x"
            xml | <a>1</a> | string | "<a>1</a>"
            bytea | \\x00ff, \\x | binary | "AP8=" ""
            date | 0001-01-01, 4713-01-01 BC, 5874897-12-31, 1970-01-01 | date | "0001-01-01" "-4712-01-01" "+5874897-12-31" "1970-01-01"
            time | 00:00, 23:59:59.999999 | time[us] | "00:00:00" "23:59:59.999999"
            timetz | 12:30:00.5+05:30 | string | "12:30:00.5+05:30"
            timestamp | 0001-01-01 00:00, 9999-12-31 23:59:59.999999, 4713-01-01 00:00 BC, 1969-12-31 23:59:59.999999 | timestamp[us] | "0001-01-01T00:00:00" "9999-12-31T23:59:59.999999" "-4712-01-01T00:00:00" "1969-12-31T23:59:59.999999"
            timestamptz | 2026-11-21 10:15:30.123456+02, 1970-01-01 00:00:00 UTC | timestamp[us, UTC] | "2026-11-21T08:15:30.123456Z" "1970-01-01T00:00:00Z"
            interval | 1 year 2 mons -3 days 04:05:06.789, -1 mon, 00:00:00.000001 | interval[month_day_nano] | "P14M-3DT4H5M6.789S" "P-1M" "PT0.000001S"
            uuid | 00000000-0000-0000-0000-000000000000, FFFFFFFF-1234-5678-9abc-def012345678 | uuid | "00000000-0000-0000-0000-000000000000" "ffffffff-1234-5678-9abc-def012345678"
            mood | sad, häppy | string | "sad" "häppy"
            "odd schema"."Odd Enum" | x | string | "x"
            inet | 10.0.0.1, ::1/64 | string | "10.0.0.1/32" "::1/64"
            cidr | 10.0.0.0/8 | string | "10.0.0.0/8"
            macaddr | 08:00:2b:01:02:03 | string | "08:00:2b:01:02:03"
            macaddr8 | 08:00:2b:01:02:03:04:05 | string | "08:00:2b:01:02:03:04:05"
            bit(3) | 101 | string | "101"
            varbit | 10101 | string | "10101"
            int4range | empty | string | "empty"
            tsvector | a b | string | "'a' 'b'"
            pg_lsn | 16/B374D848 | string | "16/B374D848"
            point | (1,2) | string | "(1,2)"
            pair | (1,x) | string | "(1,x)"
            jsonb | {"b": 1}, [], null | json | "{\\\"b\\\": 1}" "[]" "null"
            json | {"b" : 1} | json | "{\\\"b\\\" : 1}"
            """)
    void cellsBecome(String type, String values, String arrow, String texts) {
        // Given
        List<String> cells = new ArrayList<>();
        for (String value : values.split(", ", -1)) {
            cells.add("(" + TableName.literal(value) + ")");
        }
        rig.database.execute(
                "DROP TABLE IF EXISTS cells",
                "CREATE TABLE cells (c " + type + ")",
                "INSERT INTO cells VALUES " + String.join(", ", cells) + ", (null)");

        // When
        Read read = read(rig.source("public.cells", null));

        // Then
        assertThat(TypeNames.name(read.field())).isEqualTo(arrow);
        assertThat(String.join(" ", read.texts())).isEqualTo(texts + " null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            int4[] | ARRAY[1,null,3]; '{}' | list<int32> | [1,null,3] []
            text[] | ARRAY['a,b','"',null,''] | list<string> | ["a,b","\\"",null,""]
            numeric(10,2)[] | '{1.5,-2}'::numeric(10,2)[] | list<decimal(10,2)> | ["1.50","-2.00"]
            numeric[] | '{1.5,1e30}'::numeric[] | list<string> | ["1.5","1000000000000000000000000000000"]
            timestamptz[] | '{2026-11-21 00:00:00+00}'::timestamptz[] | list<timestamp[us, UTC]> | ["2026-11-21T00:00:00Z"]
            uuid[] | '{00000000-0000-0000-0000-000000000001}'::uuid[] | list<uuid> | ["00000000-0000-0000-0000-000000000001"]
            bool[] | '{t,f}'::bool[] | list<bool> | [true,false]
            jsonb[] | ARRAY['{"a":1}'::jsonb] | list<json> | ["{\\"a\\": 1}"]
            mood[] | '{sad,häppy}'::mood[] | list<string> | ["sad","häppy"]
            inet[] | '{10.0.0.1}'::inet[] | list<string> | ["10.0.0.1/32"]
            """)
    void arraysBecomeLists(String type, String values, String arrow, String texts) {
        // Given
        rig.database.execute(
                "DROP TABLE IF EXISTS cells",
                "CREATE TABLE cells (c " + type + ")",
                "INSERT INTO cells VALUES (" + values.replace("; ", "), (") + "), (null)");

        // When
        Read read = read(rig.source("public.cells", null));

        // Then
        assertThat(TypeNames.name(read.field())).isEqualTo(arrow);
        assertThat(String.join(" ", read.texts())).isEqualTo(texts + " null");
    }

    @Test
    void aQueryTypesItsColumnsLikeATable() {
        // Given
        rig.database.execute(
                "DROP TABLE IF EXISTS cells",
                "CREATE TABLE cells (id serial, big bigserial, n numeric(12,2), p price, m mood, a numeric(5,1)[], "
                        + "o \"odd schema\".\"Odd Enum\", t timestamptz(3), v varchar(9))");

        try (Source table = rig.open("cells");
                Source query = rig.open(rig.source(null, "SELECT * FROM cells -- all of them"))) {
            // When
            List<String> ofTable = names(table);
            List<String> ofQuery = names(query);

            // Then
            assertThat(ofQuery).isEqualTo(ofTable);
            assertThat(ofTable)
                    .containsExactly(
                            "id int32",
                            "big int64",
                            "n decimal(12,2)",
                            "p decimal(10,2)",
                            "m string",
                            "a list<decimal(5,1)>",
                            "o string",
                            "t timestamp[us, UTC]",
                            "v string");
        }
    }

    private static List<String> names(Source source) {
        return source.describe().schema().getFields().stream()
                .map(field -> field.getName() + " "
                        + TypeNames.name(new Field(
                                field.getName(),
                                new org.apache.arrow.vector.types.pojo.FieldType(
                                        true, field.getType(), null, field.getMetadata()),
                                field.getChildren())))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            date | infinity | infinity | infinity: as_null
            timestamptz | -infinity | -infinity | infinity: clamp
            timestamp | 294276-12-31 23:59:59 | after the year 294246 | select it as text
            time | 24:00:00 | 24:00:00 | with a query
            interval | 300 years 10000000 hours | seconds | 292 years
            numeric(5,2) | NaN | NaN | neither NaN
            int4[] | {{1,2},{3,4}} | 2 dimensions | arrays: text
            """)
    void cellsWithoutAnArrowValueAreNamed(String type, String value, String said, String advice) {
        // Given
        rig.database.execute(
                "DROP TABLE IF EXISTS cells",
                "CREATE TABLE cells (c " + type + ")",
                "INSERT INTO cells VALUES (null), (" + TableName.literal(value) + ")");

        // When // Then
        assertThatThrownBy(() -> read(rig.source("public.cells", null)))
                .isInstanceOfSatisfying(
                        DatacookException.class, bad -> assertThat(bad.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessageContaining("public.cells row 2, column c")
                .hasMessageContaining(said)
                .hasMessageContaining(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "date, AS_NULL, null null \"2000-01-01\"",
        "date, CLAMP, \"9999-12-31\" \"0001-01-01\" \"2000-01-01\"",
        "timestamptz, AS_NULL, null null \"2000-01-01T00:00:00Z\"",
        "timestamptz, CLAMP, \"9999-12-31T23:59:59.999999Z\" \"0001-01-01T00:00:00Z\" \"2000-01-01T00:00:00Z\""
    })
    void infinityFollowsThePolicy(String type, Infinity infinity, String texts) {
        // Given
        rig.database.execute(
                "DROP TABLE IF EXISTS cells",
                "CREATE TABLE cells (c " + type + ")",
                "SET TimeZone = 'UTC'; INSERT INTO cells VALUES ('infinity'), ('-infinity'), ('2000-01-01')");

        // When
        Read read = read(rig.source("public.cells", null, "text", infinity, ArrayForm.LIST));

        // Then
        assertThat(String.join(" ", read.texts())).isEqualTo(texts);
    }

    @Test
    void numericsWithoutPrecisionMayBecomeDecimals() {
        // Given
        rig.database.execute(
                "DROP TABLE IF EXISTS cells",
                "CREATE TABLE cells (c numeric)",
                "INSERT INTO cells VALUES (1), (-0.5), (12345678901234567890123456789.123456789), (0.100000000000)");

        // When
        Read read = read(rig.source("public.cells", null, "decimal(38,9)", Infinity.ERROR, ArrayForm.LIST));

        // Then
        assertThat(read.texts())
                .containsExactly(
                        "\"1.000000000\"",
                        "\"-0.500000000\"",
                        "\"12345678901234567890123456789.123456789\"",
                        "\"0.100000000\"");
    }

    @ParameterizedTest
    @CsvSource({"0.0000000001", "100000000000000000000000000000", "NaN", "Infinity", "1e-20", "1e130000"})
    void numericsThatDoNotFitTheDecimalAreRefused(String value) {
        // Given
        rig.database.execute(
                "DROP TABLE IF EXISTS cells",
                "CREATE TABLE cells (c numeric)",
                "INSERT INTO cells VALUES ('" + value + "')");

        // When // Then
        assertThatThrownBy(
                        () -> read(rig.source("public.cells", null, "decimal(38,9)", Infinity.ERROR, ArrayForm.LIST)))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining("public.cells row 1, column c (numeric)");
    }

    @Test
    void arraysMayBecomeTexts() {
        // Given
        rig.database.execute(
                "DROP TABLE IF EXISTS cells",
                "CREATE TABLE cells (c int[])",
                "INSERT INTO cells VALUES ('{{1,2},{3,4}}'), ('[5:6]={7,null}')");

        // When
        Read read = read(rig.source("public.cells", null, "text", Infinity.ERROR, ArrayForm.TEXT));

        // Then
        assertThat(read.texts()).containsExactly("\"{{1,2},{3,4}}\"", "\"[5:6]={7,NULL}\"");
    }

    private record Read(Field field, List<String> texts) {}

    private static Read read(PostgresSourceOptions options) {
        List<String> texts = new ArrayList<>();
        try (Source source = rig.open(options)) {
            var request = Rig.all(source.describe().schema());
            try (SplitReader reader =
                    source.read(request, source.splits(request).getFirst(), Position.START)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    try (Batch closing = batch) {
                        for (int row = 0; row < closing.rowCount(); row++) {
                            texts.add(RowText.cell(closing.rows().getVector(0), row));
                        }
                    }
                }
            }
            return new Read(source.describe().schema().getFields().getFirst(), texts);
        }
    }
}
