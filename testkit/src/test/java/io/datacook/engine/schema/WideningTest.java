package io.datacook.engine.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.RowText;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.Casts;
import io.datacook.engine.rows.Kind;
import io.datacook.engine.rows.Rounding;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {
    /// Types with their extreme values: what the wider type must hold.
    private static final Map<String, List<String>> EXTREMES = Map.ofEntries(
            Map.entry("bool", List.of("true", "false")),
            Map.entry("int8", List.of("-128", "127")),
            Map.entry("int16", List.of("-32768", "32767")),
            Map.entry("int32", List.of("-2147483648", "2147483647")),
            Map.entry("int64", List.of("-9223372036854775808", "9223372036854775807")),
            Map.entry("uint8", List.of("0", "255")),
            Map.entry("uint16", List.of("0", "65535")),
            Map.entry("uint32", List.of("0", "4294967295")),
            Map.entry("uint64", List.of("0", "18446744073709551615")),
            Map.entry("float32", List.of("3.4028234663852886E38", "1.401298464324817E-45")),
            Map.entry("float64", List.of("1.7976931348623157E308", "0.1")),
            Map.entry("decimal(5,2)", List.of("999.99", "-0.01")),
            Map.entry("decimal(10,2)", List.of("99999999.99")),
            Map.entry("decimal(12,4)", List.of("99999999.9999")),
            Map.entry("decimal(20,0)", List.of("99999999999999999999")),
            Map.entry("decimal(38,9)", List.of("99999999999999999999999999999.999999999")),
            Map.entry("date", List.of("0001-01-01", "9999-12-31")),
            Map.entry("time[s]", List.of("23:59:59")),
            Map.entry("time[us]", List.of("23:59:59.999999")),
            Map.entry("timestamp[s]", List.of("0001-01-01T00:00:00", "9999-12-31T23:59:59")),
            Map.entry("timestamp[us]", List.of("0001-01-01T00:00:00.000001")),
            Map.entry("timestamp[ns]", List.of("2262-01-01T00:00:00.000000001")),
            Map.entry("timestamp[us, UTC]", List.of("9999-12-31T23:59:59.999999")),
            Map.entry("string", List.of("text", "12")),
            Map.entry("large_string", List.of("text")),
            Map.entry("uuid", List.of("00112233-4455-6677-8899-aabbccddeeff")));

    @Test
    void whateverWidensHoldsEveryExtremeValueAndComesBackTheSame() {
        int widened = 0;
        try (BufferAllocator allocator = new RootAllocator()) {
            for (String from : EXTREMES.keySet()) {
                for (String to : EXTREMES.keySet()) {
                    if (!Widening.holds(field(from), field(to))) {
                        continue;
                    }
                    widened++;
                    for (String value : Objects.requireNonNull(EXTREMES.get(from))) {
                        assertThat(thereAndBack(allocator, from, to, value))
                                .as(value + ": " + from + " → " + to + " → " + from)
                                .isEqualTo(thereAndBack(allocator, from, from, value));
                    }
                }
            }
        }
        assertThat(widened).isGreaterThan(EXTREMES.size() + 20);
    }

    @Test
    void nothingWidensAcrossKindsButWholeNumbersToDecimals() {
        for (String from : EXTREMES.keySet()) {
            for (String to : EXTREMES.keySet()) {
                Kind source = Kind.of(field(from));
                Kind target = Kind.of(field(to));
                boolean toDecimal = target == Kind.DECIMAL && (source == Kind.WHOLE || source == Kind.UNSIGNED64);
                boolean whole = source == Kind.WHOLE && target == Kind.UNSIGNED64;
                if (source != target && !toDecimal && !whole) {
                    assertThat(Widening.holds(field(from), field(to)))
                            .as(from + " → " + to)
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int8 | int64 | true
            int64 | int8 | false
            uint8 | int16 | true
            uint8 | int8 | false
            int8 | uint64 | false
            int64 | decimal(19,0) | true
            int64 | decimal(18,0) | false
            int64 | float64 | false
            int8 | float64 | false
            float32 | float64 | true
            float64 | float32 | false
            float64 | decimal(38,9) | false
            decimal(10,2) | decimal(12,4) | true
            decimal(10,2) | decimal(11,4) | false
            date | timestamp[us] | false
            date | date[ms] | true
            timestamp[ms] | timestamp[us] | true
            timestamp[us] | timestamp[ns] | false
            timestamp[us] | timestamp[us, UTC] | false
            timestamp[us, UTC] | timestamp[us, Europe/Berlin] | true
            time[ms] | time[ns] | true
            int64 | string | false
            string | int64 | false
            json | string | true
            string | json | false
            fixed_binary(4) | binary | true
            binary | fixed_binary(4) | false
            null | struct<a: int8> | true
            list<int8> | list<int8> | true
            list<int8> | list<int16> | false
            """)
    void theTableHolds(String from, String to, boolean holds) {
        assertThat(Widening.holds(field(from), field(to))).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            int8 | int32 | int32
            int32 | int8 | int32
            int32 | uint32 | int64
            int64 | uint64 | decimal(20,0)
            int64 | decimal(10,2) | decimal(21,2)
            decimal(10,2) | decimal(8,4) | decimal(12,4)
            decimal(38,0) | decimal(38,9) | -
            int64 | float64 | -
            string | int64 | -
            date | timestamp[us] | -
            timestamp[s] | timestamp[us] | timestamp[us]
            """)
    void twoTypesMeetInTheNarrowestThatHoldsBoth(String left, String right, @Nullable String common) {
        Field met = Widening.common(field(left), field(right));

        assertThat(met == null ? null : TypeNames.name(met)).isEqualTo(common);
    }

    private static @Nullable String thereAndBack(BufferAllocator allocator, String from, String to, String value) {
        try (VarCharVector text = (VarCharVector) field("string").createVector(allocator);
                FieldVector start = field(from).createVector(allocator);
                FieldVector there = field(to).createVector(allocator);
                FieldVector back = field(from).createVector(allocator)) {
            List.of(text, start, there, back).forEach(FieldVector::allocateNew);
            text.setSafe(0, value.getBytes(UTF_8));
            text.setValueCount(1);
            step(text, start);
            step(start, there);
            step(there, back);
            return RowText.plain(back, 0);
        }
    }

    private static void step(FieldVector from, FieldVector to) {
        assertThat(Objects.requireNonNull(Casts.find(from.getField(), to.getField(), Rounding.EXACT))
                        .bind(from, to)
                        .cast(0))
                .as(from.getField() + " → " + to.getField())
                .isNull();
        to.setValueCount(1);
    }

    private static Field field(String type) {
        return TypeNames.parse("c", type);
    }
}
