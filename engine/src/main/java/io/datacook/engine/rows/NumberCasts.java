package io.datacook.engine.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/// Casts to whole numbers, floats and decimals: a source gives numbers in the shape nearest to its own, a
/// [NumberSink] checks and writes them.
final class NumberCasts {
    /// Longer texts are no numbers: reading them would take time that grows with the square of their length.
    private static final int TEXT_CHARS_MAX = 1100;

    private static final int PLAIN_DIGITS_MAX = 18;
    private static final long NOT_PLAIN = Long.MIN_VALUE;

    private NumberCasts() {}

    static @Nullable CellCast find(Kind source, Rounding rounding) {
        return switch (source) {
            case BOOL, WHOLE, DATE, TIMESTAMP, TIME, DURATION ->
                (from, to) -> wholes(from, NumberSink.of(to, rounding));
            case UNSIGNED64, DECIMAL -> (from, to) -> decimals(from, NumberSink.of(to, rounding));
            case FLOAT -> (from, to) -> floats(from, NumberSink.of(to, rounding));
            case TEXT -> (from, to) -> texts(from, NumberSink.of(to, rounding));
            case NULL, JSON, BINARY, UUID, INTERVAL, NESTED, OTHER -> null;
        };
    }

    private static CellCast.Bound wholes(FieldVector from, NumberSink sink) {
        Cells.LongOf cells = Cells.longs(from);
        return row -> sink.whole(row, cells.at(row));
    }

    private static CellCast.Bound decimals(FieldVector from, NumberSink sink) {
        Cells.DecimalOf cells = Cells.decimals(from);
        return row -> sink.decimal(row, cells.at(row));
    }

    private static CellCast.Bound floats(FieldVector from, NumberSink sink) {
        Cells.DoubleOf cells = Cells.doubles(from);
        return row -> sink.floating(row, cells.at(row));
    }

    private static CellCast.Bound texts(FieldVector from, NumberSink sink) {
        Cells.BytesOf cells = Cells.bytes(from);
        if (from instanceof VarCharVector strings) {
            return row -> {
                long plain = plain(strings, row);
                return plain == NOT_PLAIN ? text(row, cells.at(row), sink) : sink.whole(row, plain);
            };
        }
        return row -> text(row, cells.at(row), sink);
    }

    /// A text of up to 18 digits and perhaps a sign, read without making an object.
    private static long plain(VarCharVector strings, int row) {
        long start = strings.getStartOffset(row);
        long end = strings.getEndOffset(row);
        ArrowBuf data = strings.getDataBuffer();
        boolean negative = start < end && data.getByte(start) == '-';
        if (negative) {
            start++;
        }
        if (end - start < 1 || end - start > PLAIN_DIGITS_MAX) {
            return NOT_PLAIN;
        }
        long value = 0;
        for (long i = start; i < end; i++) {
            int digit = data.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return NOT_PLAIN;
            }
            value = value * 10 + digit;
        }
        // -0 keeps its sign in floats, so the text decides
        return negative && value == 0 ? NOT_PLAIN : negative ? -value : value;
    }

    private static @Nullable String text(int row, byte[] bytes, NumberSink sink) {
        String text = new String(bytes, UTF_8).strip();
        if (text.isEmpty() || text.length() > TEXT_CHARS_MAX) {
            return Casts.shown(text) + (text.isEmpty() ? " is empty, not a number" : " is too long for a number");
        }
        return sink.text(row, text);
    }

    /// The number a text spells, or `null` if it spells none.
    static @Nullable BigDecimal parse(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notNumber) {
            return null;
        }
    }
}
