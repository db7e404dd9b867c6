package io.datacook.connectors.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.api.TypeNames;
import io.datacook.testkit.DestinationContract;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.jspecify.annotations.Nullable;

class PostgresDestinationContractTest implements DestinationContract {
    private static final Database DATABASE = PostgresServer.freshDatabase();

    @Override
    public Set<DestinationFeature> features() {
        return new PostgresConnector().destination().features();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        try (Rig rig = new Rig(DATABASE)) {
            return PostgresDestination.open(rig.target(target), context);
        }
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        List<String> columns = new ArrayList<>();
        DATABASE.query("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('" + target
                        + "') AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
                .forEach(row -> columns.add(String.valueOf(row.getFirst())));
        if (columns.isEmpty()) {
            return List.of();
        }
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        String selected =
                String.join("::text, ", columns.stream().map(TableName::quote).toList());
        for (List<@Nullable String> values : DATABASE.query("SELECT " + selected + "::text FROM " + target)) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static <V extends FieldVector> TypeCase type(String type, Class<V> kind, Consumer<V> set, String visible) {
        return new TypeCase(TypeNames.parse("value", type), vector -> set.accept(kind.cast(vector)), visible);
    }

    @Override
    public Set<String> typesComparedByNulls() {
        return Set.of("duration[s]", "interval[day_time]", "interval[month_day_nano]", "interval[year_month]");
    }

    @Override
    public List<TypeCase> types() {
        List<TypeCase> types = new ArrayList<>(numbers());
        types.addAll(texts());
        types.addAll(times());
        types.addAll(nested());
        types.addAll(nestedTwice());
        return types;
    }

    private static List<TypeCase> numbers() {
        return List.of(
                type("bool", BitVector.class, v -> v.setSafe(0, 1), "true"),
                type("int8", TinyIntVector.class, v -> v.setSafe(0, -128), "-128"),
                type("int16", SmallIntVector.class, v -> v.setSafe(0, -32768), "-32768"),
                type("int32", IntVector.class, v -> v.setSafe(0, Integer.MIN_VALUE), "-2147483648"),
                type("int64", BigIntVector.class, v -> v.setSafe(0, Long.MIN_VALUE), "-9223372036854775808"),
                type("uint8", UInt1Vector.class, v -> v.setSafe(0, 255), "255"),
                type("uint16", UInt2Vector.class, v -> v.setSafe(0, 65535), "65535"),
                type("uint32", UInt4Vector.class, v -> v.setSafe(0, -1), "4294967295"),
                type("uint64", UInt8Vector.class, v -> v.setSafe(0, -1L), "18446744073709551615"),
                type("float16", Float2Vector.class, v -> v.setWithPossibleTruncate(0, 1.5f), "1.5"),
                type("float32", Float4Vector.class, v -> v.setSafe(0, 0.1f), "0.1"),
                type("float64", Float8Vector.class, v -> v.setSafe(0, 0.1), "0.1"),
                type(
                        "decimal(9,2)",
                        DecimalVector.class,
                        v -> v.setSafe(0, new BigDecimal("-1234567.89")),
                        "-1234567.89"),
                type(
                        "decimal(38,2)",
                        DecimalVector.class,
                        v -> v.setSafe(0, new BigDecimal("123456789012345678901234567890123456.78")),
                        "123456789012345678901234567890123456.78"),
                type("decimal(5,-2)", DecimalVector.class, v -> v.setSafe(0, new BigDecimal("12345E2")), "1234500"),
                type(
                        "decimal(76,38)",
                        Decimal256Vector.class,
                        v -> v.setSafe(0, new BigDecimal("-0." + "1".repeat(38))),
                        "-0." + "1".repeat(38)));
    }

    private static List<TypeCase> texts() {
        byte[] text = "häppy 🙂".getBytes(UTF_8);
        byte[] bytes = {0, 1, -1};
        byte[] uuid = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, -1};
        return List.of(
                type("string", VarCharVector.class, v -> v.setSafe(0, text), "häppy 🙂"),
                type("large_string", LargeVarCharVector.class, v -> v.setSafe(0, text), "häppy 🙂"),
                type("string_view", ViewVarCharVector.class, v -> v.setSafe(0, text), "häppy 🙂"),
                type("json", VarCharVector.class, v -> v.setSafe(0, "{\"a\":1}".getBytes(UTF_8)), "{\"a\": 1}"),
                type("binary", VarBinaryVector.class, v -> v.setSafe(0, bytes), "\\x0001ff"),
                type("large_binary", LargeVarBinaryVector.class, v -> v.setSafe(0, bytes), "\\x0001ff"),
                type("binary_view", ViewVarBinaryVector.class, v -> v.setSafe(0, bytes), "\\x0001ff"),
                type("fixed_binary(3)", FixedSizeBinaryVector.class, v -> v.setSafe(0, bytes), "\\x0001ff"),
                type(
                        "uuid",
                        FixedSizeBinaryVector.class,
                        v -> v.setSafe(0, uuid),
                        "00010203-0405-0607-0809-0a0b0c0d0eff"));
    }

    private static List<TypeCase> times() {
        long second = 1_795_253_730L;
        return List.of(
                type("date", DateDayVector.class, v -> v.setSafe(0, -719_162), "0001-01-01"),
                type("date[ms]", DateMilliVector.class, v -> v.setSafe(0, -86_400_000L), "1969-12-31"),
                type("time[s]", TimeSecVector.class, v -> v.setSafe(0, 1), "00:00:01"),
                type("time[ms]", TimeMilliVector.class, v -> v.setSafe(0, 1), "00:00:00.001"),
                type("time[us]", TimeMicroVector.class, v -> v.setSafe(0, 1), "00:00:00.000001"),
                type("time[ns]", TimeNanoVector.class, v -> v.setSafe(0, 1000), "00:00:00.000001"),
                type("timestamp[s]", TimeStampSecVector.class, v -> v.setSafe(0, second), "2026-11-21 09:35:30"),
                type("timestamp[ms]", TimeStampMilliVector.class, v -> v.setSafe(0, -1), "1969-12-31 23:59:59.999"),
                type("timestamp[us]", TimeStampMicroVector.class, v -> v.setSafe(0, -1), "1969-12-31 23:59:59.999999"),
                type(
                        "timestamp[ns]",
                        TimeStampNanoVector.class,
                        v -> v.setSafe(0, -1000),
                        "1969-12-31 23:59:59.999999"),
                type(
                        "timestamp[us, UTC]",
                        TimeStampMicroTZVector.class,
                        v -> v.setSafe(0, second * 1_000_000),
                        "2026-11-21 09:35:30+00"),
                type("duration[s]", DurationVector.class, v -> v.setSafe(0, -90), "-00:01:30"),
                type("interval[year_month]", IntervalYearVector.class, v -> v.setSafe(0, 14), "1 year 2 mons"),
                type("interval[day_time]", IntervalDayVector.class, v -> v.setSafe(0, 2, 5), "2 days 00:00:00.005"),
                type(
                        "interval[month_day_nano]",
                        IntervalMonthDayNanoVector.class,
                        v -> v.setSafe(0, 1, -2, 3000),
                        "1 mon -2 days +00:00:00.000003"));
    }

    private static List<TypeCase> nested() {
        return List.of(
                type(
                        "list<int32>",
                        ListVector.class,
                        v -> {
                            v.startNewValue(0);
                            ((IntVector) v.getDataVector()).setSafe(0, 7);
                            ((IntVector) v.getDataVector()).setNull(1);
                            v.endValue(0, 2);
                            v.getDataVector().setValueCount(2);
                        },
                        "{7,NULL}"),
                type(
                        "large_list<string>",
                        LargeListVector.class,
                        v -> {
                            v.startNewValue(0);
                            ((VarCharVector) v.getDataVector()).setSafe(0, "a b".getBytes(UTF_8));
                            v.endValue(0, 1);
                            v.getDataVector().setValueCount(1);
                        },
                        "{\"a b\"}"),
                type(
                        "list<int8>(2)",
                        FixedSizeListVector.class,
                        v -> {
                            v.setNotNull(0);
                            ((TinyIntVector) v.getDataVector()).setSafe(0, 7);
                            ((TinyIntVector) v.getDataVector()).setSafe(1, 8);
                        },
                        "{7,8}"),
                type(
                        "struct<a: int32, b: string>",
                        StructVector.class,
                        v -> {
                            v.setIndexDefined(0);
                            v.getChild("a", IntVector.class).setSafe(0, 5);
                        },
                        "{\"a\": 5, \"b\": null}"));
    }

    private static List<TypeCase> nestedTwice() {
        return List.of(
                type(
                        "list<list<int8>>",
                        ListVector.class,
                        v -> {
                            v.startNewValue(0);
                            ListVector inner = (ListVector) v.getDataVector();
                            inner.startNewValue(0);
                            ((TinyIntVector) inner.getDataVector()).setSafe(0, 7);
                            inner.endValue(0, 1);
                            v.endValue(0, 1);
                        },
                        "[[7]]"),
                type(
                        "map<string, int32>",
                        MapVector.class,
                        v -> {
                            UnionMapWriter writer = v.getWriter();
                            writer.setPosition(0);
                            writer.startMap();
                            writer.startEntry();
                            writer.key().varChar().writeVarChar("k");
                            writer.value().integer().writeInt(1);
                            writer.endEntry();
                            writer.endMap();
                        },
                        "[{\"key\": \"k\", \"value\": 1}]"));
    }
}
