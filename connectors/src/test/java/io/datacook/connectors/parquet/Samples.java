package io.datacook.connectors.parquet;

import static io.datacook.testkit.SampleTypes.field;

import io.datacook.testkit.SampleTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
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
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
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
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/// Seeded rows of any type, nested ones included.
final class Samples {
    private static final BigInteger TWO = BigInteger.TWO;

    private final Random random;
    private final Shape shape;

    Samples(long seed, Shape shape) {
        this.random = new Random(seed);
        this.shape = shape;
    }

    /// What values look like.
    ///
    /// @param nulls share of nulls, 0 to 1
    /// @param distinct how many different values there are about; a few make dictionaries
    record Shape(double nulls, long distinct) {}

    /// Every leaf type the destination takes, each under its name.
    static List<Field> leaves() {
        return SampleTypes.leaves().stream()
                .map(type -> field(type.toString(), type))
                .toList();
    }

    /// A UUID column.
    static Field uuid(String name) {
        return new Field(
                name,
                new FieldType(
                        true, new ArrowType.FixedSizeBinary(16), null, Map.of("ARROW:extension:name", "arrow.uuid")),
                List.of());
    }

    /// A batch of rows.
    VectorSchemaRoot rows(Schema schema, int rows, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        for (FieldVector vector : root.getFieldVectors()) {
            vector.allocateNew();
            fill(vector, rows);
        }
        root.setRowCount(rows);
        return root;
    }

    private void fill(FieldVector vector, int count) {
        switch (vector) {
            case NullVector nulls -> nulls.setValueCount(count);
            case StructVector struct -> {
                for (FieldVector child : struct.getChildrenFromFields()) {
                    fill(child, count);
                }
                for (int i = 0; i < count; i++) {
                    if (isNull(vector)) {
                        struct.setNull(i);
                    } else {
                        struct.setIndexDefined(i);
                    }
                }
                struct.setValueCount(count);
            }
            case ListVector list -> list(list, count);
            case LargeListVector list -> largeList(list, count);
            case FixedSizeListVector list -> {
                fill(list.getDataVector(), count * list.getListSize());
                for (int i = 0; i < count; i++) {
                    if (isNull(vector)) {
                        list.setNull(i);
                    } else {
                        list.setNotNull(i);
                    }
                }
                list.setValueCount(count);
            }
            default -> leaf(vector, count);
        }
    }

    private void leaf(FieldVector vector, int count) {
        for (int i = 0; i < count; i++) {
            if (isNull(vector)) {
                vector.setNull(i);
            } else {
                set(vector, i);
            }
        }
        vector.setValueCount(count);
    }

    private void list(ListVector list, int count) {
        int elements = 0;
        for (int i = 0; i < count; i++) {
            if (isNull(list)) {
                list.setNull(i);
            } else {
                list.startNewValue(i);
                int length = random.nextInt(4);
                list.endValue(i, length);
                elements += length;
            }
        }
        fill(list.getDataVector(), elements);
        list.setValueCount(count);
    }

    private void largeList(LargeListVector list, int count) {
        int elements = 0;
        for (int i = 0; i < count; i++) {
            if (isNull(list)) {
                list.setNull(i);
            } else {
                list.startNewValue(i);
                int length = random.nextInt(4);
                list.endValue(i, length);
                elements += length;
            }
        }
        fill(list.getDataVector(), elements);
        list.setValueCount(count);
    }

    private boolean isNull(FieldVector vector) {
        return vector.getField().isNullable() && random.nextDouble() < shape.nulls();
    }

    private void set(FieldVector vector, int row) {
        long value = random.nextLong(shape.distinct()) * (random.nextInt(8) == 0 ? -1 : 1);
        switch (vector) {
            case BitVector v -> v.setSafe(row, (int) (value & 1));
            case TinyIntVector v -> v.setSafe(row, (byte) value);
            case SmallIntVector v -> v.setSafe(row, (short) value);
            case IntVector v -> v.setSafe(row, (int) value);
            case BigIntVector v -> v.setSafe(row, value);
            case UInt1Vector v -> v.setSafe(row, (byte) value);
            case UInt2Vector v -> v.setSafe(row, (char) value);
            case UInt4Vector v -> v.setSafe(row, (int) value);
            case UInt8Vector v -> v.setSafe(row, value);
            case Float2Vector v -> v.setSafe(row, (short) (value & 0x7bff));
            case Float4Vector v -> v.setSafe(row, value / 7f);
            case Float8Vector v -> v.setSafe(row, value / 7d);
            case DecimalVector v -> v.setSafe(row, decimal(value, v.getPrecision(), v.getScale()));
            case Decimal256Vector v -> v.setSafe(row, decimal(value, v.getPrecision(), v.getScale()));
            case DateDayVector v -> v.setSafe(row, (int) (value % 100_000));
            case DateMilliVector v -> v.setSafe(row, (value % 100_000) * 86_400_000L);
            case TimeSecVector v -> v.setSafe(row, (int) Math.floorMod(value, 86_400L));
            case TimeMilliVector v -> v.setSafe(row, (int) Math.floorMod(value, 86_400_000L));
            case TimeMicroVector v -> v.setSafe(row, Math.floorMod(value, 86_400_000_000L));
            case TimeNanoVector v -> v.setSafe(row, Math.floorMod(value, 86_400_000_000_000L));
            case TimeStampVector v -> v.setSafe(row, value % 4_000_000_000L);
            case DurationVector v -> v.setSafe(row, value);
            default -> setBytes(vector, row, value);
        }
    }

    private void setBytes(FieldVector vector, int row, long value) {
        byte[] text = ("v" + "é".repeat((int) (Math.abs(value) % 40)) + value).getBytes(StandardCharsets.UTF_8);
        switch (vector) {
            case VarCharVector v -> v.setSafe(row, text);
            case LargeVarCharVector v -> v.setSafe(row, text);
            case VarBinaryVector v -> v.setSafe(row, text);
            case LargeVarBinaryVector v -> v.setSafe(row, text);
            case ViewVarCharVector v -> v.setSafe(row, text);
            case ViewVarBinaryVector v -> v.setSafe(row, text);
            case FixedSizeBinaryVector v -> {
                byte[] fixed = new byte[v.getByteWidth()];
                new Random(value).nextBytes(fixed);
                v.setSafe(row, fixed);
            }
            default -> throw new IllegalArgumentException("no sample of " + vector.getField());
        }
    }

    private static BigDecimal decimal(long value, int precision, int scale) {
        BigInteger limit = BigInteger.TEN.pow(precision);
        BigInteger wide = BigInteger.valueOf(value).multiply(TWO.pow(Math.max(0, (precision - 18) * 3)));
        return new BigDecimal(wide.remainder(limit), scale);
    }
}
