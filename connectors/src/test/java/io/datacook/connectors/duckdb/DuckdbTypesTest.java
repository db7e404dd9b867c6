package io.datacook.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.RowText;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.TypeNames;
import io.datacook.api.WriteMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The matrix of docs/reference/connectors/duckdb.md: every DuckDB type out to Arrow and back into a file.
class DuckdbTypesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    /// DuckDB's type | a literal | what it is in Arrow | the value as JSON.
    private static final String TYPES = """
        BOOLEAN | true | bool | true
        TINYINT | -128 | int8 | -128
        SMALLINT | 32767 | int16 | 32767
        INTEGER | -2147483648 | int32 | -2147483648
        BIGINT | -9223372036854775808 | int64 | -9223372036854775808
        UTINYINT | 255 | uint8 | 255
        USMALLINT | 65535 | uint16 | 65535
        UINTEGER | 4294967295 | uint32 | 4294967295
        UBIGINT | 18446744073709551615 | uint64 | 18446744073709551615
        HUGEINT | -99999999999999999999999999999999999999 | decimal(38,0) | "-99999999999999999999999999999999999999"
        UHUGEINT | 99999999999999999999999999999999999999 | decimal(38,0) | "99999999999999999999999999999999999999"
        BIGNUM | 123456789012345678901234567890123456789012 | string | "123456789012345678901234567890123456789012"
        FLOAT | 1.5 | float32 | 1.5
        DOUBLE | 1e308 | float64 | 1.0E308
        DOUBLE | 'nan' | float64 | "NaN"
        DOUBLE | '-inf' | float64 | "-Infinity"
        DECIMAL(4,1) | -999.9 | decimal(4,1) | "-999.9"
        DECIMAL(9,2) | 1234567.89 | decimal(9,2) | "1234567.89"
        DECIMAL(18,0) | 999999999999999999 | decimal(18,0) | "999999999999999999"
        DECIMAL(34,9) | 1234567890123456789012345.012345678 | decimal(34,9) | "1234567890123456789012345.012345678"
        VARCHAR | 'ü€😀' | string | "ü€😀"
        VARCHAR | '' | string | ""
        BLOB | '\\x00\\xFF' | binary | "AP8="
        BIT | '10100000001' | string | "10100000001"
        UUID | 'ffeeddcc-bbaa-9988-7766-554433221100' | uuid | "ffeeddcc-bbaa-9988-7766-554433221100"
        UUID | '00000000-0000-0000-0000-000000000000' | uuid | "00000000-0000-0000-0000-000000000000"
        JSON | '{"a": [1, null]}' | json | "{\\"a\\": [1, null]}"
        DATE | '0001-01-01' | date | "0001-01-01"
        DATE | '9999-12-31' | date | "9999-12-31"
        TIME | '23:59:59.999999' | time[us] | "23:59:59.999999"
        TIME_NS | '23:59:59.999999999' | time[ns] | "23:59:59.999999999"
        TIMETZ | '10:00:00.5+02' | string | "10:00:00.5+02"
        TIMESTAMP_S | '0001-01-01 00:00:00' | timestamp[s] | "0001-01-01T00:00:00"
        TIMESTAMP_MS | '9999-12-31 23:59:59.999' | timestamp[ms] | "9999-12-31T23:59:59.999"
        TIMESTAMP | '1969-12-31 23:59:59.999999' | timestamp[us] | "1969-12-31T23:59:59.999999"
        TIMESTAMP_NS | '2262-04-11 23:47:16.854775806' | timestamp[ns] | "2262-04-11T23:47:16.854775806"
        TIMESTAMPTZ | '2026-11-21 10:00:00+02' | timestamp[us, UTC] | "2026-11-21T08:00:00Z"
        INTERVAL | '14 months 3 days 1.000001 seconds' | interval[month_day_nano] | "P14M3DT1.000001S"
        ENUM('a', 'b') | 'b' | string | "b"
        BOOLEAN[] | [true, null, false] | list<bool> | [true,null,false]
        ENUM('a', 'b')[] | ['a', null] | list<string> | ["a",null]
        INTEGER[2] | [1, 2] | list<int32>(2) | [1,2]
        HUGEINT[] | [1, null] | list<decimal(38,0)> | ["1",null]
        STRUCT(a INT, b BOOL[]) | {'a': 1, 'b': [true]} | struct<a: int32, b: list<bool>> | {"a":1,"b":[true]}
        MAP(VARCHAR, BOOLEAN) | MAP {'k': true} | map<string, bool> | [{"key":"k","value":true}]
        UUID[] | ['ffeeddcc-bbaa-9988-7766-554433221100'] | list<uuid> | ["ffeeddcc-bbaa-9988-7766-554433221100"]
        UNION(n INTEGER, s VARCHAR) | 'x' | json | "{\\"s\\":\\"x\\"}"
        VARIANT | {'a': 1} | json | "{\\"a\\":1}"
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TYPES)
    void everyTypeComesOutAndGoesBackIn(String type, String value, String arrow, String text) {
        // Given
        Path from = folder.resolve("from.duckdb");
        DuckHand.execute(
                from,
                "CREATE TABLE main (v " + type + ")",
                "INSERT INTO main SELECT CAST(" + value + " AS " + type
                        + ") UNION ALL SELECT NULL UNION ALL SELECT CAST(" + value + " AS " + type + ")");
        try (BufferAllocator allocator = new RootAllocator()) {
            // When
            List<String> texts = new ArrayList<>();
            Schema schema = copy(allocator, from, folder.resolve("to.duckdb"), texts);
            // Then
            assertThat(TypeNames.name(schema.getFields().getFirst()).replace(" not null", ""))
                    .isEqualTo(arrow);
            assertThat(texts).containsExactly(text, "null", text);
        }
        boolean same = !List.of("BIGNUM", "BIT", "VARIANT").contains(type) && !type.startsWith("UNION");
        if (same) {
            assertThat(DuckHand.column(folder.resolve("to.duckdb"), "SELECT v FROM main"))
                    .isEqualTo(DuckHand.column(from, "SELECT v FROM main"));
        }
    }

    private static Schema copy(BufferAllocator allocator, Path from, Path to, List<String> texts) {
        Path folder = Objects.requireNonNull(from.getParent());
        ConnectorContext context =
                new ConnectorContext(allocator, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), folder, folder, 2);
        ByteSize memory = ByteSize.parse("64MiB");
        try (Source source = DuckdbSource.open(new DuckdbSourceOptions(from, null, null, memory, 1), context);
                Destination destination =
                        DuckdbDestination.open(new DuckdbDestinationOptions(to, "main", memory, 1), context)) {
            Schema schema = source.describe().schema();
            LoadRequest window =
                    new LoadRequest("types", "main", "w1", schema, new WriteMode.Append(), List.of(), -1, 1);
            ReadRequest request = new ReadRequest(schema, null, 100, 1 << 20, ReadRequest.BadRows.FAIL);
            try (Load load = destination.load(window)) {
                load.open();
                load.claim("s", 2);
                try (EpochWriter.Transactional writer =
                        (EpochWriter.Transactional) load.begin(new EpochId("types", "main", "w1", "s", 1, 2))) {
                    for (Split split : source.splits(request)) {
                        pass(source.read(request, split, Position.START), writer, texts);
                    }
                    writer.commit("{}");
                }
                load.finish(List.of());
            }
            assertThat(String.valueOf(destination.existing())).isEqualTo(schema.toString());
            return schema;
        }
    }

    private static void pass(SplitReader reader, EpochWriter writer, List<String> texts) {
        try (reader) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    texts.add(RowText.cell(batch.rows().getVector(0), row));
                }
                writer.write(batch);
                batch.close();
            }
        }
    }

    @Test
    void aWholeNumberOfMoreThan38DigitsIsRefusedWithAReason() {
        Path from = folder.resolve("huge.duckdb");
        DuckHand.execute(
                from, "CREATE TABLE main AS SELECT CAST('170141183460469231731687303715884105727' AS HUGEINT) AS v");
        try (BufferAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(() -> copy(allocator, from, folder.resolve("to.duckdb"), new ArrayList<>()))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DATA_INVALID))
                    .hasMessageContaining("170141183460469231731687303715884105727");
        }
    }
}
