package io.datacook.connectors.json;

import io.datacook.api.RowText;
import io.datacook.api.TypeNames;
import io.datacook.connectors.files.Spelling;
import io.datacook.connectors.files.TextOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// The writer of each type. Decimals are numbers with all their digits; what JSON lacks is text as [RowText] spells it.
/// Stateless; safe for all threads.
final class CellWriters {
    private static final long SECONDS_PER_DAY = 86_400L;

    private CellWriters() {}

    /// The writer of a vector's values.
    ///
    /// @param nulls whether fields of structs that are null are written
    static CellWriter of(FieldVector vector, boolean nulls) {
        return switch (vector) {
            case BigIntVector longs -> (out, row) -> out.putLong(longs.get(row));
            case IntVector ints -> (out, row) -> out.putLong(ints.get(row));
            case Float8Vector doubles -> (out, row) -> floating(out, doubles, row);
            case DecimalVector decimals ->
                (out, row) -> out.put(decimals.getObjectNotNull(row).toPlainString());
            case Decimal256Vector decimals ->
                (out, row) -> out.put(decimals.getObjectNotNull(row).toPlainString());
            case DateDayVector days -> (out, row) -> date(out, days, row);
            case TimeStampVector stamps -> timestamps(stamps);
            case VarCharVector texts when TypeNames.isJson(texts.getField()) -> new JsonCells(texts);
            case VarCharVector texts -> new TextCells(texts);
            case MapVector map -> map(map, nulls);
            case ListVector list -> {
                CellWriter element = of(list.getDataVector(), nulls);
                yield (out, row) -> StructCells.array(
                        out,
                        list.getDataVector(),
                        element,
                        list.getElementStartIndex(row),
                        list.getElementEndIndex(row));
            }
            case FixedSizeListVector list -> {
                CellWriter element = of(list.getDataVector(), nulls);
                yield (out, row) -> StructCells.array(
                        out,
                        list.getDataVector(),
                        element,
                        list.getElementStartIndex(row),
                        list.getElementEndIndex(row));
            }
            case StructVector struct -> struct(struct, nulls);
            default -> (out, row) -> out.put(RowText.cell(vector, row));
        };
    }

    private static CellWriter struct(StructVector struct, boolean nulls) {
        List<FieldVector> children = struct.getChildrenFromFields();
        return new StructCells(
                children, children.stream().map(child -> of(child, nulls)).toList(), nulls);
    }

    /// Maps from text are objects; other keys need entries of their own.
    private static CellWriter map(MapVector map, boolean nulls) {
        List<FieldVector> entry = ((StructVector) map.getDataVector()).getChildrenFromFields();
        FieldVector values = entry.get(1);
        CellWriter value = of(values, nulls);
        if (!(entry.get(0) instanceof VarCharVector keys)) {
            CellWriter entries = struct((StructVector) map.getDataVector(), true);
            return (out, row) -> StructCells.array(
                    out, map.getDataVector(), entries, map.getElementStartIndex(row), map.getElementEndIndex(row));
        }
        CellWriter key = new TextCells(keys);
        return (out, row) -> {
            out.put((byte) '{');
            for (int i = map.getElementStartIndex(row); i < map.getElementEndIndex(row); i++) {
                if (i > map.getElementStartIndex(row)) {
                    out.put((byte) ',');
                }
                key.write(out, i);
                out.put((byte) ':');
                if (values.isNull(i)) {
                    out.put("null");
                } else {
                    value.write(out, i);
                }
            }
            out.put((byte) '}');
        };
    }

    private static void floating(TextOutput out, Float8Vector doubles, int row) {
        double value = doubles.get(row);
        if (Double.isFinite(value)) {
            out.putDouble(value);
        } else {
            out.put("\"" + value + "\"");
        }
    }

    private static void date(TextOutput out, DateDayVector days, int row) {
        int day = days.get(row);
        if (!Spelling.isFourDigitYear(day)) {
            out.put(RowText.cell(days, row));
            return;
        }
        out.put((byte) '"');
        out.putDate(day);
        out.put((byte) '"');
    }

    private static CellWriter timestamps(TimeStampVector stamps) {
        ArrowType.Timestamp type = (ArrowType.Timestamp) stamps.getField().getType();
        long perSecond = Times.perSecond(type.getUnit());
        byte[] end = (type.getTimezone() == null ? "\"" : "Z\"").getBytes(StandardCharsets.US_ASCII);
        return (out, row) -> {
            long value = stamps.get(row);
            long seconds = Math.floorDiv(value, perSecond);
            if (!Spelling.isFourDigitYear(Math.floorDiv(seconds, SECONDS_PER_DAY))) {
                out.put(RowText.cell(stamps, row));
                return;
            }
            out.put((byte) '"');
            out.putTimestamp(seconds, (int) ((value - seconds * perSecond) * (1_000_000_000L / perSecond)), 'T');
            out.put(end);
        };
    }
}
