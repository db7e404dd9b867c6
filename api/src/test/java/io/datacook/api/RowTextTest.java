package io.datacook.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
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
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowTextTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void nothingLeaks() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        allocator.close();
    }

    @Test
    void wholeNumbersKeepAllDigits() {
        assertThat(texts("int8", TinyIntVector.class, v -> v.setSafe(0, -128))).containsExactly("-128");
        assertThat(texts("int16", SmallIntVector.class, v -> v.setSafe(0, Short.MIN_VALUE)))
                .containsExactly("-32768");
        assertThat(texts("int32", IntVector.class, v -> v.setSafe(0, Integer.MIN_VALUE)))
                .containsExactly("-2147483648");
        assertThat(texts("int64", BigIntVector.class, v -> v.setSafe(0, Long.MIN_VALUE)))
                .containsExactly("-9223372036854775808");
        assertThat(texts("uint8", UInt1Vector.class, v -> v.setSafe(0, 255))).containsExactly("255");
        assertThat(texts("uint16", UInt2Vector.class, v -> v.setSafe(0, 65535))).containsExactly("65535");
        assertThat(texts("uint32", UInt4Vector.class, v -> v.setSafe(0, -1))).containsExactly("4294967295");
        assertThat(texts("uint64", UInt8Vector.class, v -> v.setSafe(0, -1L))).containsExactly("18446744073709551615");
    }

    @Test
    void floatsParseBackToTheSameBitsAndSpecialOnesAreStrings() {
        assertThat(texts("float64", Float8Vector.class, v -> {
                    v.setSafe(0, 0.1);
                    v.setSafe(1, -0.0);
                    v.setSafe(2, Double.NaN);
                    v.setSafe(3, Double.NEGATIVE_INFINITY);
                    v.setSafe(4, 1e300);
                }))
                .containsExactly("0.1", "-0.0", "\"NaN\"", "\"-Infinity\"", "1.0E300");
        assertThat(texts("float32", Float4Vector.class, v -> {
                    v.setSafe(0, 0.1f);
                    v.setSafe(1, Float.POSITIVE_INFINITY);
                }))
                .containsExactly("0.1", "\"Infinity\"");
        assertThat(texts("float16", Float2Vector.class, v -> v.setSafeWithPossibleTruncate(0, 1.5f)))
                .containsExactly("1.5");
    }

    @Test
    void decimalsAreStringsOfAllDigits() {
        assertThat(texts("decimal(38,9)", DecimalVector.class, v -> {
                    v.setSafe(0, new BigDecimal("12345678901234567890123456789.012345678"));
                    v.setSafe(1, new BigDecimal("0.000000000"));
                }))
                .containsExactly("\"12345678901234567890123456789.012345678\"", "\"0.000000000\"");
        assertThat(texts("decimal(40,-2)", Decimal256Vector.class, v -> v.setSafe(0, new BigDecimal("123E2"))))
                .containsExactly("\"12300\"");
    }

    @Test
    void datesAndTimesAreIsoTextsWithSecondsAlways() {
        assertThat(texts("date", DateDayVector.class, v -> {
                    v.setSafe(0, 20_778);
                    v.setSafe(1, -1);
                }))
                .containsExactly("\"2026-11-21\"", "\"1969-12-31\"");
        assertThat(texts("date[ms]", DateMilliVector.class, v -> v.setSafe(0, -1L)))
                .containsExactly("\"1969-12-31\"");
        assertThat(texts("time[s]", TimeSecVector.class, v -> v.setSafe(0, 3600)))
                .containsExactly("\"01:00:00\"");
        assertThat(texts("time[ms]", TimeMilliVector.class, v -> v.setSafe(0, 1)))
                .containsExactly("\"00:00:00.001\"");
        assertThat(texts("time[us]", TimeMicroVector.class, v -> {
                    v.setSafe(0, 86_399_999_999L);
                    v.setSafe(1, 86_400_000_000L);
                }))
                .containsExactly("\"23:59:59.999999\"", "\"86400000000\"");
        assertThat(texts("time[ns]", TimeNanoVector.class, v -> v.setSafe(0, 5L)))
                .containsExactly("\"00:00:00.000000005\"");
    }

    @Test
    void timestampsAreLocalOrInUtc() {
        assertThat(texts("timestamp[us]", TimeStampMicroVector.class, v -> {
                    v.setSafe(0, 0L);
                    v.setSafe(1, -1L);
                    v.setSafe(2, 1_795_000_500_120_000L);
                }))
                .containsExactly(
                        "\"1970-01-01T00:00:00\"", "\"1969-12-31T23:59:59.999999\"", "\"2026-11-18T11:15:00.12\"");
        assertThat(texts("timestamp[ns, Europe/Berlin]", TimeStampNanoTZVector.class, v -> v.setSafe(0, 1L)))
                .containsExactly("\"1970-01-01T00:00:00.000000001Z\"");
        assertThat(texts("timestamp[s]", TimeStampSecVector.class, v -> v.setSafe(0, Long.MAX_VALUE)))
                .containsExactly("\"9223372036854775807\"");
    }

    @Test
    void durationsAndIntervalsAreIsoTexts() {
        assertThat(texts("duration[ms]", DurationVector.class, v -> v.setSafe(0, 1500L)))
                .containsExactly("\"PT1.5S\"");
        assertThat(texts("interval[year_month]", IntervalYearVector.class, v -> v.setSafe(0, 14)))
                .containsExactly("\"P14M\"");
        assertThat(texts("interval[day_time]", IntervalDayVector.class, v -> v.setSafe(0, 3, 4005)))
                .containsExactly("\"P3DT4.005S\"");
        assertThat(texts("interval[month_day_nano]", IntervalMonthDayNanoVector.class, v -> {
                    v.setSafe(0, 1, 2, 3_000_000_004L);
                    v.setSafe(1, 0, 0, -1L);
                    v.setSafe(2, -1, 2, 0L);
                }))
                .containsExactly("\"P1M2DT3.000000004S\"", "\"PT-0.000000001S\"", "\"P-1M2D\"");
    }

    @Test
    void stringsAreEscapedAndBytesAreBase64() {
        assertThat(texts("string", VarCharVector.class, v -> {
                    v.setSafe(0, "a\"b\\c\n\t\r\u0001 ü 😀 \u007f".getBytes(UTF_8));
                    v.setSafe(1, new byte[0]);
                }))
                .containsExactly("\"a\\\"b\\\\c\\n\\t\\r\\u0001 ü 😀 \\u007f\"", "\"\"");
        assertThat(texts("large_string", LargeVarCharVector.class, v -> v.setSafe(0, "x".getBytes(UTF_8))))
                .containsExactly("\"x\"");
        assertThat(texts(
                        "string_view",
                        ViewVarCharVector.class,
                        v -> v.setSafe(0, "longer than twelve".getBytes(UTF_8))))
                .containsExactly("\"longer than twelve\"");
        assertThat(texts("json", VarCharVector.class, v -> v.setSafe(0, "{\"a\": 1}".getBytes(UTF_8))))
                .containsExactly("\"{\\\"a\\\": 1}\"");
        assertThat(texts("binary", VarBinaryVector.class, v -> v.setSafe(0, new byte[] {0, -1})))
                .containsExactly("\"AP8=\"");
        assertThat(texts("large_binary", LargeVarBinaryVector.class, v -> v.setSafe(0, new byte[] {1})))
                .containsExactly("\"AQ==\"");
        assertThat(texts("binary_view", ViewVarBinaryVector.class, v -> v.setSafe(0, new byte[] {1})))
                .containsExactly("\"AQ==\"");
        assertThat(texts("fixed_binary(3)", FixedSizeBinaryVector.class, v -> v.setSafe(0, new byte[] {1, 2, 3})))
                .containsExactly("\"AQID\"");
        byte[] uuid = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
        assertThat(texts("uuid", FixedSizeBinaryVector.class, v -> v.setSafe(0, uuid)))
                .containsExactly("\"00112233-4455-6677-8899-aabbccddeeff\"");
    }

    @Test
    void listsStructsAndMapsNest() {
        assertThat(texts("list<int32>", ListVector.class, v -> {
                    UnionListWriter writer = v.getWriter();
                    writer.setPosition(0);
                    writer.startList();
                    writer.integer().writeInt(1);
                    writer.integer().writeInt(2);
                    writer.endList();
                    writer.setPosition(1);
                    writer.startList();
                    writer.endList();
                    writer.setValueCount(2);
                }))
                .containsExactly("[1,2]", "[]");
        assertThat(texts("large_list<bool>", LargeListVector.class, v -> {
                    v.startNewValue(0);
                    ((BitVector) v.getDataVector()).setSafe(0, 1);
                    ((BitVector) v.getDataVector()).setNull(1);
                    v.endValue(0, 2);
                }))
                .containsExactly("[true,null]");
        assertThat(texts("list<int8>(2)", FixedSizeListVector.class, v -> {
                    v.setNull(0);
                    v.setNotNull(1);
                    ((TinyIntVector) v.getDataVector()).setSafe(2, 7);
                    ((TinyIntVector) v.getDataVector()).setSafe(3, 8);
                    v.setValueCount(2);
                }))
                .containsExactly("null", "[7,8]");
        assertThat(texts("struct<a: int32, \"b c\": string>", StructVector.class, v -> {
                    v.setIndexDefined(0);
                    v.getChild("a", IntVector.class).setSafe(0, 5);
                }))
                .containsExactly("{\"a\":5,\"b c\":null}");
        assertThat(texts("map<int32, int32>", MapVector.class, v -> {
                    UnionMapWriter writer = v.getWriter();
                    writer.setPosition(0);
                    writer.startMap();
                    writer.startEntry();
                    writer.key().integer().writeInt(1);
                    writer.value().integer().writeInt(2);
                    writer.endEntry();
                    writer.endMap();
                    writer.setValueCount(1);
                }))
                .containsExactly("[{\"key\":1,\"value\":2}]");
    }

    @Test
    void aRowIsAnObjectOfAllColumnsAndNullsAreNull() {
        VectorSchemaRoot rows = VectorSchemaRoot.create(
                new Schema(List.of(
                        TypeNames.parse("id", "int32"),
                        TypeNames.parse("na\"me", "string"),
                        TypeNames.parse("n", "null"))),
                allocator);
        open.add(rows);
        rows.allocateNew();
        ((IntVector) rows.getVector(0)).setSafe(0, 1);
        ((VarCharVector) rows.getVector(1)).setSafe(1, "x".getBytes(UTF_8));
        rows.setRowCount(2);

        assertThat(RowText.row(rows, 0)).isEqualTo("{\"id\":1,\"na\\\"me\":null,\"n\":null}");
        assertThat(RowText.row(rows, 1)).isEqualTo("{\"id\":null,\"na\\\"me\":\"x\",\"n\":null}");
    }

    @Test
    void plainTextsHaveNoQuotesAndNoEscapes() {
        VarCharVector strings = column("string", VarCharVector.class);
        strings.setSafe(0, "a \"b\"\n".getBytes(UTF_8));
        strings.setNull(1);
        strings.setValueCount(2);
        DateDayVector days = column("date", DateDayVector.class);
        days.setSafe(0, 0);
        days.setValueCount(1);

        assertThat(RowText.plain(strings, 0)).isEqualTo("a \"b\"\n");
        assertThat(RowText.plain(strings, 1)).isNull();
        assertThat(RowText.plain(days, 0)).isEqualTo("1970-01-01");
    }

    private <V extends FieldVector> List<String> texts(String type, Class<V> kind, Consumer<V> values) {
        V vector = column(type, kind);
        values.accept(vector);
        int rows = 0;
        while (rows < vector.getValueCapacity() && rows < 5) {
            rows++;
        }
        if (vector.getValueCount() == 0) {
            vector.setValueCount(rows);
        }
        String[] texts = new String[vector.getValueCount()];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = RowText.cell(vector, row);
        }
        int last = texts.length;
        while (last > 1 && texts[last - 1].equals("null")) {
            last--;
        }
        return Arrays.asList(texts).subList(0, last);
    }

    private <V extends FieldVector> V column(String type, Class<V> kind) {
        FieldVector vector = TypeNames.parse("c", type).createVector(allocator);
        vector.allocateNew();
        open.add(vector);
        return kind.cast(vector);
    }
}
