package io.datacook.connectors.postgres;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// Estimates, never too low in ordinary data, how many Arrow bytes a row takes, from its length on the wire.
///
/// @param width bytes that every row takes
/// @param growth how many bytes one of the wire may become on top
record RowSize(int width, int growth) {
    private static final int OFFSET_AND_VALIDITY = 5;
    /// Two bytes of the wire are four digits.
    private static final int NUMERIC_TEXT_GROWTH = 3;

    static RowSize of(Schema schema) {
        int width = 0;
        int growth = 0;
        for (Field field : schema.getFields()) {
            width += width(field);
            growth = Math.max(growth, growth(field));
        }
        return new RowSize(Math.max(1, width), growth);
    }

    private static int width(Field field) {
        return switch (field.getType()) {
            case ArrowType.Bool _ -> 2;
            case ArrowType.Int ints -> ints.getBitWidth() / 8 + 1;
            case ArrowType.FloatingPoint _, ArrowType.Date _, ArrowType.Time _, ArrowType.Timestamp _ -> 9;
            case ArrowType.Decimal decimal -> decimal.getBitWidth() / 8 + 1;
            case ArrowType.Interval _, ArrowType.FixedSizeBinary _ -> 17;
            default -> OFFSET_AND_VALIDITY;
        };
    }

    private static int growth(Field field) {
        return switch (field.getType()) {
            case ArrowType.Utf8 _ -> field.getMetadata().containsKey(PostgresTypes.TYPE_KEY) ? NUMERIC_TEXT_GROWTH : 1;
            case ArrowType.Binary _ -> 1;
            case ArrowType.List _ -> Math.max(2, growth(field.getChildren().getFirst()));
            default -> 0;
        };
    }

    /// Bytes of a row.
    ///
    /// @param wireBytes its length on the wire
    long of(int wireBytes) {
        return width + (long) growth * wireBytes;
    }
}
