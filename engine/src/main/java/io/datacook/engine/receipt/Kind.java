package io.datacook.engine.receipt;

import org.apache.arrow.vector.types.pojo.ArrowType;

/// What a column's values have in common however a target stores them; only columns of one kind are compared.
enum Kind {
    /// Integers and decimals by their value.
    NUMBER,
    /// Floating point by the bits of the double.
    FLOAT,
    /// True or false.
    BOOL,
    /// Dates by their day.
    DATE,
    /// Times of day.
    TIME,
    /// Moments, with or without a zone.
    TIMESTAMP,
    /// Texts and binary by their bytes.
    BYTES,
    /// All others by their JSON text.
    JSON;

    static Kind of(ArrowType type) {
        return switch (type) {
            case ArrowType.Int _, ArrowType.Decimal _ -> NUMBER;
            case ArrowType.FloatingPoint _ -> FLOAT;
            case ArrowType.Bool _ -> BOOL;
            case ArrowType.Date _ -> DATE;
            case ArrowType.Time _ -> TIME;
            case ArrowType.Timestamp _ -> TIMESTAMP;
            case ArrowType.Utf8 _, ArrowType.LargeUtf8 _, ArrowType.Binary _, ArrowType.LargeBinary _ -> BYTES;
            case ArrowType.FixedSizeBinary _ -> BYTES;
            case ArrowType.ExtensionType extension -> of(extension.storageType());
            default -> JSON;
        };
    }
}
