package io.datacook.connectors.postgres;

import io.datacook.api.RowText;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Finds how cells of an Arrow type are written so that a column takes them without a cast.
final class CellEncoders {
    private CellEncoders() {}

    /// How a field is written as a type, or `null` if only a cast in the server could make it one.
    static CellEncoder.@Nullable Binder find(Field field, PostgresType type) {
        if (field.getType() instanceof ArrowType.Null) {
            return _ -> (_, _) -> {};
        }
        return switch (type.name()) {
            case "text", "varchar", "bpchar", "name", "json", "xml", "enum" -> texts(field, type);
            case "jsonb" -> jsonb(field);
            case "bool" -> field.getType() instanceof ArrowType.Bool ? CellEncoders::bool : null;
            case "int2" -> WholeNumbers.binder(field, 2);
            case "int4" -> WholeNumbers.binder(field, 4);
            case "int8" -> WholeNumbers.binder(field, 8);
            case "float4" -> floats(field, false);
            case "float8" -> floats(field, true);
            case "numeric" -> Decimals.binder(field);
            case "bytea" -> isBytes(field.getType()) ? CellEncoders::raw : null;
            case "uuid" ->
                field.getType() instanceof ArrowType.FixedSizeBinary fixed && fixed.getByteWidth() == 16
                        ? CellEncoders::raw
                        : null;
            case "date", "time", "timestamp", "timestamptz", "interval" -> Times.binder(field, type.name());
            case "array" -> arrays(field, type);
            default -> null;
        };
    }

    private static CellEncoder.@Nullable Binder texts(Field field, PostgresType type) {
        if (TargetTypes.isNested(field)
                && (type.name().equals("json") || type.name().equals("text"))) {
            return vector -> (row, out) -> putJson(vector, row, out, -1);
        }
        return TargetTypes.isText(field.getType()) ? CellEncoders::raw : null;
    }

    private static CellEncoder.@Nullable Binder jsonb(Field field) {
        if (TargetTypes.isNested(field)) {
            return vector -> (row, out) -> putJson(vector, row, out, 1);
        }
        if (!TargetTypes.isText(field.getType())) {
            return null;
        }
        return vector -> {
            CellEncoder raw = raw(vector);
            return (row, out) -> {
                int at = out.used();
                raw.put(row, out);
                out.shift(at + 4, 1);
                out.setInt(at, out.used() - at - 4);
            };
        };
    }

    /// @param version written in front of the text, or -1 for none
    private static void putJson(FieldVector vector, int row, CopyBuffer out, int version) {
        byte[] text = RowText.cell(vector, row).getBytes(StandardCharsets.UTF_8);
        out.putInt(text.length + (version < 0 ? 0 : 1));
        if (version >= 0) {
            out.putByte(version);
        }
        out.putBytes(text);
    }

    private static CellEncoder bool(FieldVector vector) {
        BitVector bits = (BitVector) vector;
        return (row, out) -> {
            out.putInt(1);
            out.putByte(bits.get(row));
        };
    }

    private static CellEncoder.@Nullable Binder floats(Field field, boolean wide) {
        if (!(field.getType() instanceof ArrowType.FloatingPoint floats)) {
            return null;
        }
        return switch (floats.getPrecision()) {
            case DOUBLE -> wide ? vector -> fixed(vector, 8) : null;
            case SINGLE -> vector -> single((BaseFixedWidthVector) vector, wide);
            case HALF -> vector -> single((BaseFixedWidthVector) vector, wide);
        };
    }

    private static CellEncoder single(BaseFixedWidthVector vector, boolean wide) {
        return (row, out) -> {
            float value =
                    vector instanceof Float2Vector half ? half.getValueAsFloat(row) : ((Float4Vector) vector).get(row);
            if (wide) {
                out.putInt(8);
                out.putLong(Double.doubleToRawLongBits(value));
            } else {
                out.putInt(4);
                out.putInt(Float.floatToRawIntBits(value));
            }
        };
    }

    private static CellEncoder fixed(FieldVector vector, int width) {
        return (row, out) -> {
            out.putInt(width);
            out.putLong(vector.getDataBuffer().getLong((long) row * width));
        };
    }

    private static boolean isBytes(ArrowType type) {
        return type instanceof ArrowType.Binary
                || type instanceof ArrowType.LargeBinary
                || type instanceof ArrowType.BinaryView
                || type instanceof ArrowType.FixedSizeBinary;
    }

    /// Texts and bytes as they are.
    private static CellEncoder raw(FieldVector vector) {
        return switch (vector) {
            case BaseVariableWidthVector values ->
                (row, out) -> {
                    int start = values.getStartOffset(row);
                    int length = values.getEndOffset(row) - start;
                    out.putInt(length);
                    out.putBytes(values.getDataBuffer(), start, length);
                };
            case BaseLargeVariableWidthVector values ->
                (row, out) -> {
                    long start = values.getOffsetBuffer().getLong(row * 8L);
                    int length = Math.toIntExact(values.getOffsetBuffer().getLong((row + 1L) * 8) - start);
                    out.putInt(length);
                    out.putBytes(values.getDataBuffer(), start, length);
                };
            case FixedSizeBinaryVector values ->
                (row, out) -> {
                    int width = values.getByteWidth();
                    out.putInt(width);
                    out.putBytes(values.getDataBuffer(), (long) row * width, width);
                };
            case BaseVariableWidthViewVector values ->
                (row, out) -> {
                    byte[] bytes = ViewBytes.of(values, row);
                    out.putInt(bytes.length);
                    out.putBytes(bytes);
                };
            default -> throw new IllegalArgumentException("no bytes in " + vector.getField());
        };
    }

    private static CellEncoder.@Nullable Binder arrays(Field field, PostgresType type) {
        PostgresType element = type.element();
        if (element == null || !TargetTypes.isList(field.getType()) || TargetTypes.isNested(field)) {
            return null;
        }
        CellEncoder.Binder elements = find(field.getChildren().getFirst(), element);
        return elements == null ? null : vector -> ListEncoder.of(vector, element.oid(), elements);
    }
}
