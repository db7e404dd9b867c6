package io.datacook.connectors.parquet;

/// Finds the least and the greatest of numbers. Stateless kernels.
final class NumberRange {
    private NumberRange() {}

    /// The range of at least one value.
    static ValueRange of(long[] values, int count, LeafType type) {
        return switch (type.physical()) {
            case FLOAT -> floats(values, count);
            case DOUBLE -> doubles(values, count);
            default -> whole(values, count, type);
        };
    }

    private static ValueRange whole(long[] values, int count, LeafType type) {
        long flip = 0;
        if (type.order() == LeafType.Order.UNSIGNED) {
            flip = Long.MIN_VALUE;
        }
        // a sign-extended 32-bit number keeps its unsigned order among its like
        long least = values[0] ^ flip;
        long greatest = least;
        for (int i = 1; i < count; i++) {
            long value = values[i] ^ flip;
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        return range(least ^ flip, greatest ^ flip, type);
    }

    private static ValueRange doubles(long[] values, int count) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            double value = Double.longBitsToDouble(values[i]);
            if (value < least) {
                least = value;
            }
            if (value > greatest) {
                greatest = value;
            }
        }
        if (least > greatest) {
            return ValueRange.NONE;
        }
        // a zero bound stands for both zeros
        least = least == 0 ? -0.0 : least;
        greatest = greatest == 0 ? 0.0 : greatest;
        return new ValueRange(eight(Double.doubleToRawLongBits(least)), eight(Double.doubleToRawLongBits(greatest)));
    }

    private static ValueRange floats(long[] values, int count) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            float value = Float.intBitsToFloat((int) values[i]);
            if (value < least) {
                least = value;
            }
            if (value > greatest) {
                greatest = value;
            }
        }
        if (least > greatest) {
            return ValueRange.NONE;
        }
        least = least == 0 ? -0.0f : least;
        greatest = greatest == 0 ? 0.0f : greatest;
        return new ValueRange(four(Float.floatToRawIntBits(least)), four(Float.floatToRawIntBits(greatest)));
    }

    private static ValueRange range(long least, long greatest, LeafType type) {
        return switch (type.physical()) {
            case BOOLEAN -> new ValueRange(new byte[] {(byte) least}, new byte[] {(byte) greatest});
            case INT32 -> new ValueRange(four((int) least), four((int) greatest));
            default -> new ValueRange(eight(least), eight(greatest));
        };
    }

    private static byte[] four(int value) {
        byte[] bytes = new byte[4];
        Bytes.INT.set(bytes, 0, value);
        return bytes;
    }

    private static byte[] eight(long value) {
        byte[] bytes = new byte[8];
        Bytes.LONG.set(bytes, 0, value);
        return bytes;
    }
}
