package io.datacook.connectors.csv;

import io.datacook.api.TypeNames;
import io.datacook.testkit.DestinationSubject.TypeCase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;

/// A value of each type that a CSV file can hold, and its text in the file.
final class CsvTypeCases {
    private CsvTypeCases() {}

    static List<TypeCase> all() {
        List<TypeCase> all = new ArrayList<>(numbers());
        all.addAll(others());
        return all;
    }

    private static List<TypeCase> numbers() {
        return List.of(
                of("bool", vector -> ((BitVector) vector).setSafe(0, 1), "true"),
                of("int8", vector -> ((TinyIntVector) vector).setSafe(0, -128), "-128"),
                of("int16", vector -> ((SmallIntVector) vector).setSafe(0, -32768), "-32768"),
                of("int32", vector -> ((IntVector) vector).setSafe(0, Integer.MIN_VALUE), "-2147483648"),
                of("int64", vector -> ((BigIntVector) vector).setSafe(0, Long.MIN_VALUE), "-9223372036854775808"),
                of("uint8", vector -> ((UInt1Vector) vector).setSafe(0, 255), "255"),
                of("uint16", vector -> ((UInt2Vector) vector).setSafe(0, 65535), "65535"),
                of("uint32", vector -> ((UInt4Vector) vector).setSafe(0, -1), "4294967295"),
                of("uint64", vector -> ((UInt8Vector) vector).setSafe(0, -1), "18446744073709551615"),
                of("float16", vector -> ((Float2Vector) vector).setSafe(0, Float.floatToFloat16(1.5f)), "1.5"),
                of("float32", vector -> ((Float4Vector) vector).setSafe(0, 0.1f), "0.1"),
                of("float64", vector -> ((Float8Vector) vector).setSafe(0, 1.0E-300), "1.0E-300"));
    }

    private static List<TypeCase> others() {
        return List.of(
                of(
                        "decimal(12,2)",
                        vector -> ((DecimalVector) vector).setSafe(0, new BigDecimal("-1234567890.05")),
                        "-1234567890.05"),
                of(
                        "decimal(38,10)",
                        vector -> ((DecimalVector) vector)
                                .setSafe(0, new BigDecimal("1234567890123456789012345678.0000000001")),
                        "1234567890123456789012345678.0000000001"),
                of(
                        "decimal(50,5)",
                        vector -> ((Decimal256Vector) vector)
                                .setSafe(0, new BigDecimal("123456789012345678901234567890123456789012345.00001")),
                        "123456789012345678901234567890123456789012345.00001"),
                of("date", vector -> ((DateDayVector) vector).setSafe(0, day("0001-01-01")), "0001-01-01"),
                of(
                        "date[ms]",
                        vector -> ((DateMilliVector) vector).setSafe(0, 86_400_000L * day("2026-11-21")),
                        "2026-11-21"),
                of("time[s]", vector -> ((TimeSecVector) vector).setSafe(0, 36_930), "10:15:30"),
                of("time[ms]", vector -> ((TimeMilliVector) vector).setSafe(0, 36_930_250), "10:15:30.25"),
                of("time[us]", vector -> ((TimeMicroVector) vector).setSafe(0, 36_930_000_001L), "10:15:30.000001"),
                of("time[ns]", vector -> ((TimeNanoVector) vector).setSafe(0, 1L), "00:00:00.000000001"),
                stamp("timestamp[s]", -1, "1969-12-31 23:59:59"),
                stamp("timestamp[ms]", 1, "1970-01-01 00:00:00.001"),
                stamp("timestamp[us]", -62_135_596_800_000_000L, "0001-01-01 00:00:00"),
                stamp("timestamp[ns]", 1, "1970-01-01 00:00:00.000000001"),
                stamp("timestamp[us, UTC]", 1_500_000, "1970-01-01 00:00:01.5Z"),
                of(
                        "duration[us]",
                        vector -> ((DurationVector) vector)
                                .setSafe(0, Duration.ofMillis(1_500).toMillis() * 1000),
                        "PT1.5S"),
                of("string", vector -> ((VarCharVector) vector).setSafe(0, utf8(" a,\"b\"\r\nü\n")), " a,\"b\"\r\nü\n"),
                of("large_string", vector -> ((LargeVarCharVector) vector).setSafe(0, utf8("a;b")), "a;b"),
                of("json", vector -> ((VarCharVector) vector).setSafe(0, utf8("{\"a\":[1,2]}")), "{\"a\":[1,2]}"),
                of("binary", vector -> ((VarBinaryVector) vector).setSafe(0, new byte[] {0, 1, -1}), "AAH/"),
                of(
                        "fixed_binary(3)",
                        vector -> ((FixedSizeBinaryVector) vector).setSafe(0, new byte[] {0, 1, -1}),
                        "AAH/"),
                of(
                        "uuid",
                        vector -> ((FixedSizeBinaryVector) vector)
                                .setSafe(0, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, -1}),
                        "00010203-0405-0607-0809-0a0b0c0d0eff"));
    }

    private static TypeCase of(String type, Consumer<FieldVector> set, String visible) {
        return new TypeCase(TypeNames.parse("value", type), set, visible);
    }

    private static TypeCase stamp(String type, long value, String visible) {
        return of(type, vector -> ((TimeStampVector) vector).setSafe(0, value), visible);
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
