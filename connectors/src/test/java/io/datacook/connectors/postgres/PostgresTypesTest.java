package io.datacook.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
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
import org.junit.jupiter.params.provider.CsvFileSource;
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
    @CsvFileSource(resources = "cells.psv", delimiter = '|', quoteCharacter = '`')
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
    @CsvFileSource(resources = "arrays.psv", delimiter = '|', quoteCharacter = '`')
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
            ReadRequest request = Rig.all(source.describe().schema());
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
