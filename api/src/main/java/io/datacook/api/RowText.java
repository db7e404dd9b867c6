package io.datacook.api;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/// Rows and cells as JSON texts, for dead letters and previews: the same value always gives the same text, and every
/// value can be read back from it.
///
/// | Type | JSON |
/// |---|---|
/// | bool | `true`, `false` |
/// | int, uint | a number, all digits |
/// | float | a number that parses back to the same bits; `"NaN"`, `"Infinity"`, `"-Infinity"` |
/// | decimal | a string with all digits and no exponent, `"12.50"`, since JSON readers round numbers |
/// | date, time, timestamp | ISO-8601, seconds always, as many decimals as needed; with a zone in UTC and `Z` |
/// | duration, interval | ISO-8601, `"PT1.5S"`, `"P1M2DT3S"` |
/// | string, json | a string |
/// | binary, fixed_binary | base64 (RFC 4648 with padding); `uuid` as its 36 characters |
/// | list, struct | an array, an object |
/// | map | an array of `{"key":…,"value":…}`, since keys need not be strings |
///
/// Nulls are `null`. Stateless; safe for all threads.
public final class RowText {
    private RowText() {}

    /// The row as an object with all its columns, in order.
    public static String row(VectorSchemaRoot rows, int row) {
        StringBuilder text = new StringBuilder(64);
        append(text, rows, row);
        return text.toString();
    }

    /// Appends what [#row] gives.
    public static void append(StringBuilder text, VectorSchemaRoot rows, int row) {
        appendObject(text, rows.getFieldVectors(), row);
    }

    /// The cell as a JSON value.
    public static String cell(FieldVector column, int row) {
        StringBuilder text = new StringBuilder();
        append(text, column, row);
        return text.toString();
    }

    /// Appends what [#cell] gives.
    public static void append(StringBuilder text, FieldVector column, int row) {
        if (column.isNull(row)) {
            text.append("null");
            return;
        }
        switch (column) {
            case MapVector map -> appendEntries(text, map, row);
            case LargeListVector list ->
                appendElements(
                        text,
                        list.getDataVector(),
                        Math.toIntExact(list.getElementStartIndex(row)),
                        Math.toIntExact(list.getElementEndIndex(row)));
            case ListVector list ->
                appendElements(
                        text, list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
            case FixedSizeListVector list ->
                appendElements(
                        text, list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
            case StructVector struct -> appendObject(text, struct.getChildrenFromFields(), row);
            default -> CellText.append(text, column, row);
        }
    }

    /// The cell for people: as [#cell], without quotes and escapes around a text.
    ///
    /// @return the text, or `null` if the cell is null
    public static @Nullable String plain(FieldVector column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        String string = CellText.string(column, row);
        if (string != null) {
            return string;
        }
        String json = cell(column, row);
        return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
    }

    /// Appends a string in quotes, with quotes, backslashes and control characters escaped.
    public static void appendString(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            switch (next) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (next < ' ' || next == '\u007f') {
                        appendEscape(text, next);
                    } else {
                        text.append(next);
                    }
                }
            }
        }
        text.append('"');
    }

    private static void appendEscape(StringBuilder text, char value) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(Character.forDigit((value >> shift) & 0xf, 16));
        }
    }

    private static void appendObject(StringBuilder text, List<? extends FieldVector> columns, int row) {
        text.append('{');
        for (int i = 0; i < columns.size(); i++) {
            text.append(i == 0 ? "" : ",");
            appendString(text, columns.get(i).getName());
            text.append(':');
            append(text, columns.get(i), row);
        }
        text.append('}');
    }

    private static void appendElements(StringBuilder text, FieldVector elements, int start, int end) {
        text.append('[');
        for (int i = start; i < end; i++) {
            text.append(i == start ? "" : ",");
            append(text, elements, i);
        }
        text.append(']');
    }

    private static void appendEntries(StringBuilder text, MapVector map, int row) {
        List<FieldVector> entry = map.getDataVector().getChildrenFromFields();
        int start = map.getElementStartIndex(row);
        int end = map.getElementEndIndex(row);
        text.append('[');
        for (int i = start; i < end; i++) {
            text.append(i == start ? "{\"key\":" : ",{\"key\":");
            append(text, entry.get(0), i);
            text.append(",\"value\":");
            append(text, entry.get(1), i);
            text.append('}');
        }
        text.append(']');
    }
}
