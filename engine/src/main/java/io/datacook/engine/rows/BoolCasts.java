package io.datacook.engine.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Casts to true and false.
final class BoolCasts {
    private BoolCasts() {}

    static @Nullable CellCast find(Kind source) {
        return switch (source) {
            case BOOL -> Casts.COPY;
            case WHOLE -> BoolCasts::wholes;
            case TEXT -> BoolCasts::texts;
            case NULL,
                    UNSIGNED64,
                    FLOAT,
                    DECIMAL,
                    JSON,
                    BINARY,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    DURATION,
                    INTERVAL,
                    NESTED,
                    OTHER -> null;
        };
    }

    private static CellCast.Bound wholes(FieldVector from, FieldVector to) {
        Cells.LongOf cells = Cells.longs(from);
        Cells.LongTo target = Cells.longsTo(to);
        return row -> {
            long value = cells.at(row);
            if (value != 0 && value != 1) {
                return "'" + value + "' is neither 0 nor 1, the whole numbers that stand for false and true";
            }
            target.set(row, value);
            return null;
        };
    }

    private static CellCast.Bound texts(FieldVector from, FieldVector to) {
        Cells.BytesOf cells = Cells.bytes(from);
        Cells.LongTo target = Cells.longsTo(to);
        return row -> {
            String text = new String(cells.at(row), UTF_8).strip();
            switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "t", "yes", "y", "on", "1" -> target.set(row, 1);
                case "false", "f", "no", "n", "off", "0" -> target.set(row, 0);
                default -> {
                    return Casts.shown(text) + " is neither true, t, yes, y, on, 1 nor false, f, no, n, off, 0";
                }
            }
            return null;
        };
    }
}
