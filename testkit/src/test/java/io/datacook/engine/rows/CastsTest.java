package io.datacook.engine.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.RowText;
import io.datacook.api.TypeNames;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CastsTest {
    private static final List<String> INTS =
            List.of("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "127",
            "128",
            "-128",
            "-129",
            "255",
            "256",
            "32767",
            "32768",
            "-32769",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483649",
            "4294967295",
            "4294967296",
            "9007199254740992",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "0.5",
            "-0.5",
            "1.5",
            "2.5",
            "99.99",
            "99.995",
            "123456.789",
            "1e3",
            "1E-9",
            "-12345678901234567890123456789.0123456789");

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingLeaks() {
        allocator.close();
    }

    @Test
    void textsBecomeWholeNumbersExactlyWhereBigIntegerSaysTheyFit() {
        for (String type : INTS) {
            for (String text : NUMBERS) {
                BigInteger whole = exactWhole(text);
                boolean fits = whole != null && inRange(whole, type);
                assertThat(cast("string", type, text)).as(text + " → " + type).isEqualTo(fits ? whole + "" : null);
            }
        }
    }

    @Test
    void wholeNumbersBecomeOtherWholeNumbersExactlyWhereTheyFit() {
        for (String from : INTS) {
            for (String to : INTS) {
                for (String text : NUMBERS) {
                    BigInteger whole = exactWhole(text);
                    if (whole == null || !inRange(whole, from)) {
                        continue;
                    }
                    assertThat(through(from, to, text))
                            .as(text + ": " + from + " → " + to)
                            .isEqualTo(inRange(whole, to) ? whole.toString() : null);
                }
            }
        }
    }

    @Test
    void decimalsFollowBigDecimalForEveryRounding() {
        for (Rounding rounding : Rounding.values()) {
            for (String type :
                    List.of("decimal(5,2)", "decimal(38,9)", "decimal(10,0)", "decimal(4,4)", "decimal(50,10)")) {
                Field field = TypeNames.parse("c", type);
                int precision = ((org.apache.arrow.vector.types.pojo.ArrowType.Decimal) field.getType()).getPrecision();
                int scale = ((org.apache.arrow.vector.types.pojo.ArrowType.Decimal) field.getType()).getScale();
                for (String text : NUMBERS) {
                    assertThat(cast("string", type, text, rounding))
                            .as(text + " → " + type + " " + rounding)
                            .isEqualTo(expectedDecimal(text, precision, scale, rounding));
                }
            }
        }
    }

    @Test
    void wholeNumbersBecomeDecimalsAsBigDecimalSays() {
        for (String type :
                List.of("decimal(5,2)", "decimal(20,1)", "decimal(38,19)", "decimal(3,3)", "decimal(18,18)")) {
            for (String text : NUMBERS) {
                BigInteger whole = exactWhole(text);
                if (whole == null || !inRange(whole, "int64")) {
                    continue;
                }
                org.apache.arrow.vector.types.pojo.ArrowType.Decimal decimal =
                        (org.apache.arrow.vector.types.pojo.ArrowType.Decimal) TypeNames.parse(type);
                assertThat(through("int64", type, text))
                        .as(text + " → " + type)
                        .isEqualTo(expectedDecimal(
                                whole.toString(), decimal.getPrecision(), decimal.getScale(), Rounding.EXACT));
            }
        }
    }

    @Test
    void decimalsChangeScaleWithoutLosingDigits() {
        for (String to : List.of("decimal(38,9)", "decimal(12,2)", "decimal(10,5)", "decimal(60,20)")) {
            org.apache.arrow.vector.types.pojo.ArrowType.Decimal decimal =
                    (org.apache.arrow.vector.types.pojo.ArrowType.Decimal) TypeNames.parse(to);
            for (String text : List.of("0.000", "1.500", "-99999.125", "1234567.890", "0.001")) {
                assertThat(through("decimal(20,3)", to, text))
                        .as(text + " → " + to)
                        .isEqualTo(expectedDecimal(text, decimal.getPrecision(), decimal.getScale(), Rounding.EXACT));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            string | float64 | 0.1 | 0.1
            string | float64 | -0 | -0.0
            string | float64 | NaN | NaN
            string | float64 | -inf | -Infinity
            string | float64 | 1e999 | -
            string | float64 | 1d | -
            string | float64 | 0x1p3 | -
            string | float32 | 3.5e38 | -
            string | float32 | 0.1 | 0.1
            string | float64 | 9007199254740993 | -
            int64 | float64 | 9007199254740993 | -
            int64 | float64 | 9223372036854775807 | -
            int64 | float64 | -9223372036854775808 | -9.223372036854776E18
            int64 | float32 | 16777217 | -
            int64 | float32 | 16777216 | 1.6777216E7
            float64 | float32 | 0.1 | 0.1
            float64 | float32 | 1e300 | -
            float64 | int32 | 12.0 | 12
            float64 | int32 | 12.5 | -
            float64 | int64 | NaN | -
            float64 | int64 | 9.3e18 | -
            float64 | decimal(10,2) | 0.1 | 0.10
            float64 | decimal(10,2) | 0.125 | -
            float64 | decimal(10,2) | Infinity | -
            decimal(10,2) | float64 | 12.34 | 12.34
            decimal(10,2) | int8 | 12.00 | 12
            decimal(10,2) | int8 | 12.01 | -
            bool | int8 | true | 1
            int32 | bool | 1 | true
            int32 | bool | 2 | -
            string | bool | Yes | true
            string | bool | off | false
            string | bool | maybe | -
            string | int32 | ' 12 ' | 12
            string | int32 | 12.0 | 12
            string | int32 | +5 | 5
            string | int32 | 1e999999999 | -
            string | int32 | 1e-999999999 | -
            string | decimal(5,2) | 1e-999999999 | -
            string | decimal(5,2) | 1e999999999 | -
            string | decimal(5,2) | 0e999999999 | 0.00
            string | int32 | '' | -
            """)
    void castsHoldOneByOne(String from, String to, String value, @Nullable String wanted) {
        String text = value == null ? "" : value;
        assertThat(from.equals("string") ? cast("string", to, text) : through(from, to, text))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            string | uuid | 00112233-4455-6677-8899-AABBCCDDEEFF | 00112233-4455-6677-8899-aabbccddeeff
            string | uuid | {00112233445566778899aabbccddeeff} | 00112233-4455-6677-8899-aabbccddeeff
            string | uuid | 0011 | -
            uuid | string | 00112233-4455-6677-8899-aabbccddeeff | 00112233-4455-6677-8899-aabbccddeeff
            string | binary | é | w6k=
            string | fixed_binary(2) | é | w6k=
            string | fixed_binary(3) | é | -
            string | json | {"a":[1,2]} | {"a":[1,2]}
            string | json | {"a":[1,2 | -
            string | json | 1 2 | -
            int32 | json | 7 | 7
            string | large_string | abc | abc
            string | string_view | a longer text than twelve | a longer text than twelve
            date | string | 2026-11-21 | 2026-11-21
            """)
    void castsToTextsAndBytesHoldOneByOne(String from, String to, String value, @Nullable String wanted) {
        castsHoldOneByOne(from, to, value, wanted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            string | date | 2026-02-28 | EXACT | 2026-02-28
            string | date | 2026-02-30 | EXACT | -
            string | date | -0001-01-01 | EXACT | -0001-01-01
            string | date[ms] | 1969-12-31 | EXACT | 1969-12-31
            string | time[us] | 10:15 | EXACT | 10:15:00
            string | time[s] | 10:15:30.5 | EXACT | -
            string | time[s] | 10:15:30.5 | DOWN | 10:15:30
            string | time[s] | 23:59:59.9 | HALF_UP | -
            string | timestamp[us] | 2026-11-21 10:15:30.123456 | EXACT | 2026-11-21T10:15:30.123456
            string | timestamp[us] | 2026-11-21T10:15 | EXACT | 2026-11-21T10:15:00
            string | timestamp[us] | 2026-11-21 | EXACT | 2026-11-21T00:00:00
            string | timestamp[us] | 2026-11-21T10:15:30.1234567 | EXACT | -
            string | timestamp[us] | 2026-11-21T10:15:30.1234567 | HALF_UP | 2026-11-21T10:15:30.123457
            string | timestamp[us] | 2026-11-21T10:15:30Z | EXACT | -
            string | timestamp[us, UTC] | 2026-11-21T10:15:30+02:00 | EXACT | 2026-11-21T08:15:30Z
            string | timestamp[us, UTC] | 2026-11-21 10:15:30+02 | EXACT | 2026-11-21T08:15:30Z
            string | timestamp[us, UTC] | 2026-11-21T10:15:30 | EXACT | 2026-11-21T10:15:30Z
            string | timestamp[us] | yesterday | EXACT | -
            string | timestamp[ns] | 2263-01-01 | EXACT | -
            string | timestamp[ns] | 1969-12-31T23:59:59.999999999 | EXACT | 1969-12-31T23:59:59.999999999
            string | timestamp[s] | 1969-12-31T23:59:59.5 | DOWN | 1969-12-31T23:59:59
            string | duration[ms] | PT1.5S | EXACT | PT1.5S
            string | duration[s] | PT1.5S | EXACT | -
            date | timestamp[us] | 1969-12-31 | EXACT | 1969-12-31T00:00:00
            timestamp[us] | date | 1969-12-31T00:00:00 | EXACT | 1969-12-31
            timestamp[us] | date | 1969-12-31T23:59:59 | EXACT | -
            timestamp[us] | date | 1969-12-31T23:59:59 | DOWN | 1969-12-31
            timestamp[ns] | timestamp[us] | 2026-01-01T00:00:00.000001 | EXACT | 2026-01-01T00:00:00.000001
            timestamp[ns] | timestamp[us] | 2026-01-01T00:00:00.000000001 | EXACT | -
            timestamp[ns] | timestamp[us] | 1969-12-31T23:59:59.999999999 | DOWN | 1969-12-31T23:59:59.999999
            timestamp[us] | timestamp[ns] | 2263-01-01T00:00:00 | EXACT | -
            timestamp[us] | timestamp[ms, UTC] | 2026-01-01T00:00:00.5 | EXACT | 2026-01-01T00:00:00.5Z
            timestamp[us, UTC] | int64 | 1970-01-01T00:00:01 | EXACT | 1000000
            int64 | timestamp[ms] | 1500 | EXACT | 1970-01-01T00:00:01.5
            int64 | date | 2147483648 | EXACT | -
            int32 | date | -1 | EXACT | 1969-12-31
            """)
    void datesAndTimesHoldOneByOne(String from, String to, String value, Rounding rounding, @Nullable String wanted) {
        assertThat(from.equals("string") ? cast("string", to, value, rounding) : through(from, to, value, rounding))
                .isEqualTo(wanted);
    }

    @Test
    void timestampsFollowJavaTimeForManyInstants() {
        for (long second = -100_000_000_000L; second < 100_000_000_000L; second += 9_999_999_937L) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(second, 123_456_000, ZoneOffset.UTC);
            String text = java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);

            assertThat(cast("string", "timestamp[us]", text)).isEqualTo(text);
            assertThat(through("timestamp[us]", "date", text, Rounding.DOWN))
                    .isEqualTo(time.toLocalDate().toString());
        }
    }

    @Test
    void reasonsNameTheValueAndWhatIsAllowed() {
        assertThat(reason("string", "int8", "300")).isEqualTo("'300' is not between -128 and 127, the range of int8");
        assertThat(reason("string", "int8", "x")).isEqualTo("'x' is not a number");
        assertThat(reason("string", "int8", "1.5"))
                .isEqualTo("'1.5' is not a whole number; `round` says how to make it one");
        assertThat(reason("string", "decimal(5,2)", "1.234"))
                .startsWith("'1.234' has more than 2 digits after the point; decimal(5,2)");
        assertThat(reason("string", "decimal(5,2)", "1234"))
                .isEqualTo("'1234' has more than 3 digits before the point, the most that decimal(5,2) holds");
        assertThat(reason("string", "date", "21.11.2026")).isEqualTo("'21.11.2026' is not a date such as 2026-11-21");
        assertThat(reason("string", "int8", "9".repeat(5000))).endsWith("…' is too long for a number");
        assertThat(reason("string", "json", "{")).startsWith("the text is not JSON: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bool | date
            json | int32
            struct<a: int8> | int8
            uuid | int64
            binary | json
            interval | int64
            time[us] | date
            float64 | bool
            int32 | interval
            int32 | list<int32>
            fixed_binary(8) | uuid
            """)
    void typesWithoutASensibleCastHaveNone(String from, String to) {
        assertThat(Casts.find(TypeNames.parse("c", from), TypeNames.parse("c", to), Rounding.EXACT))
                .isNull();
    }

    private static @Nullable String expectedDecimal(String text, int precision, int scale, Rounding rounding) {
        try {
            BigDecimal scaled = new BigDecimal(text)
                    .setScale(scale, rounding == Rounding.EXACT ? RoundingMode.UNNECESSARY : rounding.numbers());
            return scaled.precision() > precision ? null : scaled.toPlainString();
        } catch (ArithmeticException digits) {
            return null;
        }
    }

    private static @Nullable BigInteger exactWhole(String text) {
        try {
            return new BigDecimal(text).toBigIntegerExact();
        } catch (ArithmeticException fraction) {
            return null;
        }
    }

    private static boolean inRange(BigInteger value, String type) {
        int bits = Integer.parseInt(type.replaceAll("\\D", ""));
        return type.startsWith("u") ? value.signum() >= 0 && value.bitLength() <= bits : value.bitLength() < bits;
    }

    /// A text as one type, and from there as another; `null` if the second cast refuses it.
    private @Nullable String through(String from, String to, String text) {
        return through(from, to, text, Rounding.EXACT);
    }

    private @Nullable String through(String from, String to, String text, Rounding rounding) {
        try (FieldVector start = texts(text);
                FieldVector middle = target(from);
                FieldVector end = target(to)) {
            assertThat(run(start, middle, rounding)).as(text + " as " + from).isNull();
            return run(middle, end, rounding) == null ? RowText.plain(end, 0) : null;
        }
    }

    private @Nullable String cast(String from, String to, String text) {
        return cast(from, to, text, Rounding.EXACT);
    }

    private @Nullable String cast(String from, String to, String text, Rounding rounding) {
        assertThat(from).isEqualTo("string");
        try (FieldVector start = texts(text);
                FieldVector end = target(to)) {
            return run(start, end, rounding) == null ? RowText.plain(end, 0) : null;
        }
    }

    private String reason(String from, String to, String text) {
        assertThat(from).isEqualTo("string");
        try (FieldVector start = texts(text);
                FieldVector end = target(to)) {
            return Objects.requireNonNull(run(start, end, Rounding.EXACT));
        }
    }

    private static @Nullable String run(FieldVector from, FieldVector to, Rounding rounding) {
        CellCast cast = Casts.find(from.getField(), to.getField(), rounding);
        assertThat(cast).as(from.getField() + " → " + to.getField()).isNotNull();
        String reason = Objects.requireNonNull(cast).bind(from, to).cast(0);
        to.setValueCount(1);
        List<Object> cell = new ArrayList<>();
        cell.add(to.isNull(0));
        assertThat(cell).as("a refused cell stays null").containsExactly(reason != null);
        return reason;
    }

    private FieldVector texts(String text) {
        VarCharVector vector = (VarCharVector) target("string");
        vector.setSafe(0, text.getBytes(UTF_8));
        vector.setValueCount(1);
        return vector;
    }

    private FieldVector target(String type) {
        FieldVector vector = TypeNames.parse("c", type).createVector(allocator);
        vector.allocateNew();
        return vector;
    }
}
