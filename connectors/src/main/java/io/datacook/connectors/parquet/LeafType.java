package io.datacook.connectors.parquet;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.Type;

/// How the values of one leaf column lie in pages, and how they are ordered.
///
/// @param physical Parquet's type
/// @param bytes of a fixed-length value, or 0
/// @param order of statistics
record LeafType(Type physical, int bytes, Order order) {
    /// What minimum and maximum mean.
    enum Order {
        /// Signed numbers, signed big-endian bytes.
        SIGNED,
        /// Unsigned numbers, unsigned bytes.
        UNSIGNED,
        /// IEEE floats.
        FLOAT,
        /// Not defined: no statistics.
        NONE
    }

    /// The physical form of an Arrow type that has one value a row.
    ///
    /// @throws IllegalArgumentException if there is none
    static LeafType of(ArrowType type) {
        return switch (type) {
            case ArrowType.Bool _ -> new LeafType(Type.BOOLEAN, 0, Order.UNSIGNED);
            case ArrowType.Int number ->
                new LeafType(
                        number.getBitWidth() == 64 ? Type.INT64 : Type.INT32,
                        0,
                        number.getIsSigned() ? Order.SIGNED : Order.UNSIGNED);
            case ArrowType.FloatingPoint number ->
                switch (number.getPrecision()) {
                    case HALF -> new LeafType(Type.FIXED_LEN_BYTE_ARRAY, 2, Order.NONE);
                    case SINGLE -> new LeafType(Type.FLOAT, 0, Order.FLOAT);
                    case DOUBLE -> new LeafType(Type.DOUBLE, 0, Order.FLOAT);
                };
            case ArrowType.Decimal decimal -> decimal(decimal.getPrecision());
            case ArrowType.Date _, ArrowType.Null _, ArrowType.Interval _ -> interval(type);
            case ArrowType.Time time ->
                new LeafType(time.getBitWidth() == 32 ? Type.INT32 : Type.INT64, 0, Order.SIGNED);
            case ArrowType.Timestamp _, ArrowType.Duration _ -> new LeafType(Type.INT64, 0, Order.SIGNED);
            case ArrowType.FixedSizeBinary binary ->
                new LeafType(Type.FIXED_LEN_BYTE_ARRAY, binary.getByteWidth(), Order.UNSIGNED);
            case ArrowType.Utf8 _,
                    ArrowType.LargeUtf8 _,
                    ArrowType.Utf8View _,
                    ArrowType.Binary _,
                    ArrowType.LargeBinary _,
                    ArrowType.BinaryView _ -> new LeafType(Type.BYTE_ARRAY, 0, Order.UNSIGNED);
            default -> throw new IllegalArgumentException("Parquet has no form for " + type);
        };
    }

    /// Bytes of the smallest two's complement number of so many decimal digits.
    static int decimalBytes(int precision) {
        return java.math.BigInteger.TEN
                                .pow(precision)
                                .subtract(java.math.BigInteger.ONE)
                                .bitLength()
                        / 8
                + 1;
    }

    private static LeafType decimal(int precision) {
        if (precision <= 9) {
            return new LeafType(Type.INT32, 0, Order.SIGNED);
        }
        if (precision <= 18) {
            return new LeafType(Type.INT64, 0, Order.SIGNED);
        }
        return new LeafType(Type.FIXED_LEN_BYTE_ARRAY, decimalBytes(precision), Order.SIGNED);
    }

    private static LeafType interval(ArrowType type) {
        if (type instanceof ArrowType.Interval) {
            throw new IllegalArgumentException("Parquet has no form for " + type);
        }
        return new LeafType(Type.INT32, 0, type instanceof ArrowType.Null ? Order.NONE : Order.SIGNED);
    }

    /// Whether values are numbers of at most 64 bits, truth values included.
    boolean isNumber() {
        return physical != Type.BYTE_ARRAY && physical != Type.FIXED_LEN_BYTE_ARRAY;
    }

    /// Whether values are 4 bytes wide.
    boolean isInt32() {
        return physical == Type.INT32 || physical == Type.FLOAT;
    }
}
