package io.datacook.connectors.duckdb;

import io.datacook.api.TypeNames;
import io.datacook.testkit.DestinationSubject.TypeCase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
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
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;

/// One or two values, extremes where there are some, of each Arrow type that DuckDB keeps.
final class TypeCases {
    private static final byte[] BYTES = {0, (byte) 0xff, 'a'};

    private final List<TypeCase> cases = new ArrayList<>();

    private TypeCases() {}

    /// All cases.
    static List<TypeCase> all() {
        TypeCases all = new TypeCases();
        all.numbers();
        all.times();
        all.texts();
        all.nested();
        return List.copyOf(all.cases);
    }

    private void add(String type, Consumer<FieldVector> set, String visible) {
        cases.add(new TypeCase(TypeNames.parse("value", type), set, visible));
    }

    private void numbers() {
        add("bool", vector -> ((BitVector) vector).setSafe(0, 1), "true");
        add("int8", vector -> ((TinyIntVector) vector).setSafe(0, -128), "-128");
        add("int16", vector -> ((SmallIntVector) vector).setSafe(0, -32768), "-32768");
        add("int32", vector -> ((IntVector) vector).setSafe(0, Integer.MIN_VALUE), "-2147483648");
        add("int64", vector -> ((BigIntVector) vector).setSafe(0, Long.MIN_VALUE), "-9223372036854775808");
        add("uint8", vector -> ((UInt1Vector) vector).setSafe(0, 255), "255");
        add("uint16", vector -> ((UInt2Vector) vector).setSafe(0, 65535), "65535");
        add("uint32", vector -> ((UInt4Vector) vector).setSafe(0, -1), "4294967295");
        add("uint64", vector -> ((UInt8Vector) vector).setSafe(0, -1L), "18446744073709551615");
        add("float32", vector -> ((Float4Vector) vector).setSafe(0, -1.5f), "-1.5");
        add("float64", vector -> ((Float8Vector) vector).setSafe(0, 1e308), "1e+308");
        add("float64", vector -> ((Float8Vector) vector).setSafe(0, Double.NaN), "nan");
        decimal("decimal(4,1)", "-999.9");
        decimal("decimal(9,0)", "999999999");
        decimal("decimal(18,6)", "-999999999999.999999");
        decimal("decimal(38,0)", "9".repeat(38));
        decimal("decimal(38,37)", "-1." + "9".repeat(37));
    }

    private void decimal(String type, String value) {
        add(type, vector -> ((DecimalVector) vector).setSafe(0, new BigDecimal(value)), value);
    }

    private void times() {
        add("date", vector -> ((DateDayVector) vector).setSafe(0, -719_162), "0001-01-01");
        add("date[ms]", vector -> ((DateMilliVector) vector).setSafe(0, 86_400_000L), "1970-01-02");
        add("time[s]", vector -> ((TimeSecVector) vector).setSafe(0, 86_399), "23:59:59");
        add("time[ms]", vector -> ((TimeMilliVector) vector).setSafe(0, 1_500), "00:00:01.5");
        add("time[us]", vector -> ((TimeMicroVector) vector).setSafe(0, 86_399_999_999L), "23:59:59.999999");
        add("time[ns]", vector -> ((TimeNanoVector) vector).setSafe(0, 1L), "00:00:00.000000001");
        stamp("timestamp[s]", -62_135_596_800L, "0001-01-01 00:00:00");
        stamp("timestamp[ms]", 253_402_300_799_999L, "9999-12-31 23:59:59.999");
        stamp("timestamp[us]", -1L, "1969-12-31 23:59:59.999999");
        stamp("timestamp[ns]", 1L, "1970-01-01 00:00:00.000000001");
        stamp("timestamp[us, UTC]", 1_000_000L, "1970-01-01 00:00:01+00");
        stamp("timestamp[ms, Europe/Berlin]", 1_000L, "1970-01-01 00:00:01+00");
        stamp("timestamp[ns, UTC]", 1L, "1970-01-01 00:00:00.000000001+00");
        add("duration[us]", vector -> ((DurationVector) vector).setSafe(0, 3_600_000_001L), "01:00:00.000001");
        add(
                "interval[month_day_nano]",
                vector -> ((IntervalMonthDayNanoVector) vector).setSafe(0, 14, 3, 1_000L),
                "1 year 2 months 3 days 00:00:00.000001");
    }

    private void stamp(String type, long value, String visible) {
        add(type, vector -> ((TimeStampVector) vector).setSafe(0, value), visible);
    }

    private void texts() {
        byte[] text = "a\u0000ü€😀 '\"".getBytes(StandardCharsets.UTF_8);
        String visible = new String(text, StandardCharsets.UTF_8);
        add("string", vector -> ((VarCharVector) vector).setSafe(0, text), visible);
        add("string", vector -> ((VarCharVector) vector).setSafe(0, new byte[0]), "");
        add("large_string", vector -> ((LargeVarCharVector) vector).setSafe(0, text), visible);
        add(
                "json",
                vector -> ((VarCharVector) vector).setSafe(0, "{\"a\": [1]}".getBytes(StandardCharsets.UTF_8)),
                "{\"a\": [1]}");
        add("binary", vector -> ((VarBinaryVector) vector).setSafe(0, BYTES), "\\x00\\xFFa");
        add("large_binary", vector -> ((LargeVarBinaryVector) vector).setSafe(0, BYTES), "\\x00\\xFFa");
        add("fixed_binary(3)", vector -> ((FixedSizeBinaryVector) vector).setSafe(0, BYTES), "\\x00\\xFFa");
        add(
                "uuid",
                vector -> ((FixedSizeBinaryVector) vector)
                        .setSafe(0, HexFormat.of().parseHex("ffeeddccbbaa99887766554433221100")),
                "ffeeddcc-bbaa-9988-7766-554433221100");
        add(
                "uuid",
                vector -> ((FixedSizeBinaryVector) vector).setSafe(0, new byte[16]),
                "00000000-0000-0000-0000-000000000000");
    }

    private void nested() {
        add("list<int64>", TypeCases::setList, "[1, NULL, 3]");
        add("struct<a: int64, b: bool>", TypeCases::setStruct, "{'a': 7, 'b': true}");
    }

    private static void setList(FieldVector vector) {
        UnionListWriter writer = ((ListVector) vector).getWriter();
        writer.setPosition(0);
        writer.startList();
        writer.writeBigInt(1);
        writer.writeNull();
        writer.writeBigInt(3);
        writer.endList();
        writer.setValueCount(2);
    }

    private static void setStruct(FieldVector vector) {
        StructVector struct = (StructVector) vector;
        ((BigIntVector) struct.getChild("a")).setSafe(0, 7);
        ((BitVector) struct.getChild("b")).setSafe(0, 1);
        struct.setIndexDefined(0);
    }
}
