package io.datacook.engine.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datacook.api.RowText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Casts to strings and JSON: every value has a text, spelled as [RowText] does.
final class TextCasts {
    private static final String HEX = "0123456789abcdef";

    private TextCasts() {}

    static @Nullable CellCast toText(Kind source) {
        return switch (source) {
            case TEXT, JSON -> TextCasts::bytes;
            case BINARY -> TextCasts::decoded;
            case BOOL, WHOLE -> TextCasts::plain;
            case UNSIGNED64, FLOAT, DECIMAL, UUID, DATE, TIME, TIMESTAMP, DURATION, INTERVAL, NESTED ->
                TextCasts::plain;
            case NULL, OTHER -> null;
        };
    }

    static @Nullable CellCast toJson(Kind source) {
        return switch (source) {
            case TEXT -> TextCasts::checked;
            case JSON -> TextCasts::bytes;
            case BOOL, WHOLE, UNSIGNED64, FLOAT, DECIMAL, UUID, DATE, TIME, TIMESTAMP, DURATION, INTERVAL, NESTED ->
                TextCasts::json;
            case NULL, BINARY, OTHER -> null;
        };
    }

    /// The same bytes in another kind of string column.
    private static CellCast.Bound bytes(FieldVector from, FieldVector to) {
        Cells.BytesOf cells = Cells.bytes(from);
        Cells.BytesTo target = Cells.bytesTo(to);
        return row -> {
            target.set(row, cells.at(row));
            return null;
        };
    }

    private static CellCast.Bound plain(FieldVector from, FieldVector to) {
        Cells.BytesTo target = Cells.bytesTo(to);
        return row -> {
            String text = RowText.plain(from, row);
            if (text != null) {
                target.set(row, text.getBytes(UTF_8));
            }
            return null;
        };
    }

    private static CellCast.Bound json(FieldVector from, FieldVector to) {
        Cells.BytesTo target = Cells.bytesTo(to);
        return row -> {
            target.set(row, RowText.cell(from, row).getBytes(UTF_8));
            return null;
        };
    }

    /// Bytes that are UTF-8.
    private static CellCast.Bound decoded(FieldVector from, FieldVector to) {
        Cells.BytesOf cells = Cells.bytes(from);
        Cells.BytesTo target = Cells.bytesTo(to);
        return row -> {
            byte[] bytes = cells.at(row);
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException broken) {
                return Casts.shown(hex(bytes)) + " (hex) is not text in UTF-8";
            }
            target.set(row, bytes);
            return null;
        };
    }

    /// Texts that are JSON.
    private static CellCast.Bound checked(FieldVector from, FieldVector to) {
        Cells.BytesOf cells = Cells.bytes(from);
        Cells.BytesTo target = Cells.bytesTo(to);
        return row -> {
            byte[] bytes = cells.at(row);
            String problem = JsonCells.problem(bytes);
            if (problem != null) {
                return problem;
            }
            target.set(row, bytes);
            return null;
        };
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, 64); i++) {
            text.append(HEX.charAt((bytes[i] >> 4) & 0xf)).append(HEX.charAt(bytes[i] & 0xf));
        }
        return text.toString();
    }
}
