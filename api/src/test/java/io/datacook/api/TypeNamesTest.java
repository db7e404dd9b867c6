package io.datacook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bool",
                "int8",
                "int16",
                "int32",
                "int64",
                "uint8",
                "uint16",
                "uint32",
                "uint64",
                "float16",
                "float32",
                "float64",
                "decimal(1,0)",
                "decimal(38,9)",
                "decimal(76,38)",
                "decimal(5,-2)",
                "date",
                "date[ms]",
                "time[s]",
                "time[ms]",
                "time[us]",
                "time[ns]",
                "timestamp[s]",
                "timestamp[ns]",
                "timestamp[us, UTC]",
                "timestamp[ms, Europe/Berlin]",
                "duration[ns]",
                "interval[year_month]",
                "interval[day_time]",
                "interval[month_day_nano]",
                "string",
                "large_string",
                "string_view",
                "binary",
                "large_binary",
                "binary_view",
                "fixed_binary(20)",
                "null",
                "uuid",
                "json",
                "list<int32>",
                "list<string not null>",
                "list<list<uuid>>",
                "large_list<json>",
                "list<float32>(3)",
                "struct<>",
                "struct<a: int32, b: struct<c: date not null>>",
                "struct<\"a b\": int32, \"say \"\"x\"\"\": bool>",
                "map<string, list<decimal(10,2)>>",
                "map<int64, string not null>"
            })
    void everyNameReadsBackAsItself(String name) {
        assertThat(TypeNames.name(TypeNames.parse("c", name))).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            boolean | bool
            tinyint | int8
            smallint | int16
            int | int32
            INTEGER | int32
            BigInt | int64
            long | int64
            real | float32
            float | float64
            double | float64
            numeric(10, 2) | decimal(10,2)
            decimal | decimal(38,9)
            numeric(7) | decimal(7,0)
            decimal(39,0) | decimal(39,0)
            text | string
            varchar | string
            varchar(255) | string
            char(3) | string
            bytes | binary
            time | time[us]
            timestamp | timestamp[us]
            datetime | timestamp[us]
            timestamp(ms) | timestamp[ms]
            timestamptz | timestamp[us, UTC]
            timestamptz[ns] | timestamp[ns, UTC]
            ' timestamp [ us , UTC ] ' | timestamp[us, UTC]
            duration | duration[us]
            interval | interval[month_day_nano]
            array<int> | list<int32>
            jsonb | json
            Struct< A : int , b:text NOT NULL > | struct<A: int32, b: string not null>
            """)
    void aliasesCaseAndSpacesAreUnderstood(String alias, String name) {
        assertThat(TypeNames.name(TypeNames.parse("c", alias))).isEqualTo(name);
    }

    @Test
    void columnsAreNullableUnlessTheNameSaysOtherwise() {
        assertThat(TypeNames.parse("c", "int64").isNullable()).isTrue();
        assertThat(TypeNames.parse("c", "int64 not null").isNullable()).isFalse();
        assertThat(TypeNames.parse("c", "uuid not null")).satisfies(field -> {
            assertThat(field.isNullable()).isFalse();
            assertThat(TypeNames.isUuid(field)).isTrue();
            assertThat(field.getName()).isEqualTo("c");
        });
    }

    @Test
    void plainTypesNeedNoColumn() {
        assertThat(TypeNames.parse("int8")).isEqualTo(new ArrowType.Int(8, true));
        assertThat(TypeNames.parse("timestamptz")).isEqualTo(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
        assertThat(TypeNames.parse("double")).isEqualTo(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        assertThat(TypeNames.parse("decimal(50,3)")).isEqualTo(new ArrowType.Decimal(50, 3, 256));
        assertThat(TypeNames.parse("time[s]")).isEqualTo(new ArrowType.Time(TimeUnit.SECOND, 32));
        assertThatThrownBy(() -> TypeNames.parse("list<int8>")).hasMessageContaining("needs a column");
        assertThatThrownBy(() -> TypeNames.parse("uuid")).hasMessageContaining("needs a column");
    }

    @Test
    void sixteenBytesOrStringsWithoutTheMarkAreNoUuidsAndNoJson() {
        assertThat(TypeNames.isUuid(TypeNames.parse("c", "fixed_binary(16)"))).isFalse();
        assertThat(TypeNames.isJson(TypeNames.parse("c", "string"))).isFalse();
        assertThat(TypeNames.isJson(TypeNames.json("c"))).isTrue();
        assertThat(TypeNames.isUuid(TypeNames.uuid("c"))).isTrue();
    }

    @Test
    void mapKeysAllowNoNulls() {
        Field entries = TypeNames.parse("c", "map<string, int8>").getChildren().getFirst();

        assertThat(entries.isNullable()).isFalse();
        assertThat(entries.getChildren())
                .extracting(Field::getName, Field::isNullable)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("key", false),
                        org.assertj.core.groups.Tuple.tuple("value", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            strng | 'strng' is not a type. Known: bool, | Did you mean 'string'?
            timestmap[us] | is not a type | Did you mean 'timestamp'?
            uint128 | 'uint128' is not a type | Did you mean 'uint16'?
            wibblywobbly | is not a type | map<K, V>.
            `` | '' is not a type | Known
            decimal(77,0) | between 1 and 76 | Known
            decimal(5,6) | more digits after the point | Known
            decimal(x,2) | needs a whole number here (after 'decimal(') | Known
            decimal(10,2 | needs ')' here | Known
            timestamp[hours] | has the unknown unit 'hours'; units are s, ms, us and ns | Known
            timestamp[us | a bracket that is never closed | Known
            interval[week] | year_month, day_time or month_day_nano | Known
            fixed_binary(0) | between 1 and | Known
            list | needs '<' here (after 'list') | Known
            list<int32 | needs '>' here | Known
            int32 int32 | does not end where the type does | Known
            struct<a: int32, a: int8> | names the field 'a' twice | Known
            struct<: int32> | needs the name of a struct's field here | Known
            struct<"a: int32> | a quote that is never closed | Known
            map<string> | needs ',' here | Known
            """)
    void wrongNamesAreExplained(String name, String reason, String help) {
        assertThatThrownBy(() -> TypeNames.parse("c", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(help);
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        assertThatThrownBy(() -> TypeNames.parse("c", "list<".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested more than 64 deep");
    }

    @Test
    void fieldsOfAStructKeepTheirOrder() {
        List<Field> children =
                TypeNames.parse("c", "struct<z: int8, a: int8, m: int8>").getChildren();

        assertThat(children).extracting(Field::getName).containsExactly("z", "a", "m");
    }
}
