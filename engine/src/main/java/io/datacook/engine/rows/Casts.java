package io.datacook.engine.rows;

import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Finds the way from one type to another.
///
/// A cast never loses anything silently: a value that does not fit the target exactly is refused, unless a [Rounding]
/// allows to cut its last digits. Two exceptions are what floating point is for: decimals and texts become the nearest
/// float, and float64 the nearest float32; whole numbers stay exact. Stateless; safe for all threads.
public final class Casts {
    /// Copies the cell: for types whose bytes mean the same.
    static final CellCast COPY = (from, to) -> row -> {
        to.copyFromSafe(row, row, from);
        return null;
    };

    private Casts() {}

    /// Whether columns of both types hold the same bytes with the same meaning, so that nothing needs to be cast.
    public static boolean same(Field from, Field to) {
        return from.getType().equals(to.getType()) && extension(from).equals(extension(to)) && sameChildren(from, to);
    }

    /// The cast from one column to another.
    ///
    /// @param from the column that is there
    /// @param to the column wanted; only its type matters
    /// @return `null` if there is no sensible cast between the types
    public static @Nullable CellCast find(Field from, Field to, Rounding rounding) {
        Kind source = Kind.of(from);
        Kind target = Kind.of(to);
        if (same(from, to) || source == Kind.NULL) {
            return COPY;
        }
        return switch (target) {
            case BOOL -> BoolCasts.find(source);
            case WHOLE, UNSIGNED64, FLOAT, DECIMAL -> NumberCasts.find(source, rounding);
            case TEXT -> TextCasts.toText(source);
            case JSON -> TextCasts.toJson(source);
            case BINARY -> BinaryCasts.toBinary(source);
            case UUID -> BinaryCasts.toUuid(source, from.getType());
            case DATE, TIME, TIMESTAMP, DURATION -> TimeCasts.find(source, target, rounding);
            case NESTED, NULL, INTERVAL, OTHER -> null;
        };
    }

    /// Writes numbers spelled as texts (`-1234.5`, `1e3`) into a column of numbers.
    public static NumberText numbers(FieldVector to, Rounding rounding) {
        return NumberSink.of(to, rounding)::text;
    }

    /// Writes a number spelled as text.
    @FunctionalInterface
    public interface NumberText {
        /// Writes one cell.
        ///
        /// @param text stripped and of at most some hundred characters
        /// @return `null`, or why the number does not fit
        @Nullable
        String set(int row, String text);
    }

    private static boolean sameChildren(Field from, Field to) {
        if (from.getChildren().size() != to.getChildren().size()) {
            return false;
        }
        boolean named = from.getType() instanceof ArrowType.Struct;
        for (int i = 0; i < from.getChildren().size(); i++) {
            Field left = from.getChildren().get(i);
            Field right = to.getChildren().get(i);
            if (!same(left, right)
                    || (named && !left.getName().equals(right.getName()))
                    || (left.isNullable() && !right.isNullable())) {
                return false;
            }
        }
        return true;
    }

    private static String extension(Field field) {
        Map<String, String> metadata = field.getMetadata();
        return metadata.getOrDefault(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME, "");
    }

    /// A text shortened for messages.
    static String shown(String value) {
        return "'" + (value.length() > 80 ? value.substring(0, 80) + "…" : value) + "'";
    }

    /// The name of a column's type for messages.
    static String name(FieldVector column) {
        return io.datacook.api.TypeNames.name(column.getField());
    }
}
