package io.datacook.engine.rows;

import io.datacook.api.TypeNames;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/// What a column's values are, whatever their width: the rows and columns of the table of casts.
public enum Kind {
    /// Nothing but nulls.
    NULL,
    /// True or false.
    BOOL,
    /// Whole numbers that fit a signed 64-bit one.
    WHOLE,
    /// Unsigned 64-bit whole numbers.
    UNSIGNED64,
    /// 16, 32 or 64-bit floating point numbers.
    FLOAT,
    /// Decimal numbers of a fixed scale.
    DECIMAL,
    /// Strings.
    TEXT,
    /// Strings that are JSON documents.
    JSON,
    /// Bytes of any or of a fixed length.
    BINARY,
    /// UUIDs.
    UUID,
    /// Days.
    DATE,
    /// Times of a day.
    TIME,
    /// Points in time, local or in UTC.
    TIMESTAMP,
    /// Amounts of time.
    DURATION,
    /// Months, days and times, which have no common unit.
    INTERVAL,
    /// Lists, structs and maps.
    NESTED,
    /// Types that no cast knows: unions, views of lists, run-ends.
    OTHER;

    /// The kind of a column.
    public static Kind of(Field field) {
        if (TypeNames.isUuid(field)) {
            return UUID;
        }
        if (TypeNames.isJson(field)) {
            return JSON;
        }
        return switch (field.getType()) {
            case ArrowType.Null _ -> NULL;
            case ArrowType.Bool _ -> BOOL;
            case ArrowType.Int whole -> whole.getBitWidth() == 64 && !whole.getIsSigned() ? UNSIGNED64 : WHOLE;
            case ArrowType.FloatingPoint _ -> FLOAT;
            case ArrowType.Decimal _ -> DECIMAL;
            case ArrowType.Utf8 _, ArrowType.LargeUtf8 _, ArrowType.Utf8View _ -> TEXT;
            case ArrowType.Binary _, ArrowType.LargeBinary _, ArrowType.BinaryView _, ArrowType.FixedSizeBinary _ ->
                BINARY;
            case ArrowType.Date _ -> DATE;
            case ArrowType.Time _ -> TIME;
            case ArrowType.Timestamp _ -> TIMESTAMP;
            case ArrowType.Duration _ -> DURATION;
            case ArrowType.Interval _ -> INTERVAL;
            case ArrowType.List _,
                    ArrowType.LargeList _,
                    ArrowType.FixedSizeList _,
                    ArrowType.Struct _,
                    ArrowType.Map _ -> NESTED;
            default -> OTHER;
        };
    }
}
