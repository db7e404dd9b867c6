package io.datacook.connectors.postgres;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Decimals and whole numbers into `numeric`.
final class Decimals {
    private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(64);

    private Decimals() {}

    static CellEncoder.@Nullable Binder binder(Field field) {
        return switch (field.getType()) {
            case ArrowType.Int ints -> vector -> whole(vector, ints);
            case ArrowType.Decimal decimal -> vector -> decimal(vector, decimal.getScale());
            default -> null;
        };
    }

    private static CellEncoder whole(FieldVector vector, ArrowType.Int ints) {
        NumericEncoder numbers = new NumericEncoder();
        WholeNumbers.Reader reader = WholeNumbers.reader(vector, ints);
        boolean huge = ints.getBitWidth() == 64 && !ints.getIsSigned();
        return (row, out) -> {
            long value = reader.read(row);
            if (huge && value < 0) {
                numbers.put(new BigDecimal(UNSIGNED.add(BigInteger.valueOf(value))), out);
            } else {
                numbers.put(value, 0, out);
            }
        };
    }

    private static CellEncoder decimal(FieldVector vector, int scale) {
        NumericEncoder numbers = new NumericEncoder();
        return switch (vector) {
            case DecimalVector narrow ->
                (row, out) -> {
                    ArrowBuf values = narrow.getDataBuffer();
                    long low = values.getLong(row * 16L);
                    if (values.getLong(row * 16L + 8) == low >> 63) {
                        numbers.put(low, scale, out);
                    } else {
                        numbers.put(narrow.getObjectNotNull(row), out);
                    }
                };
            case Decimal256Vector wide -> (row, out) -> numbers.put(wide.getObjectNotNull(row), out);
            default -> (row, out) -> numbers.put((BigDecimal) vector.getObject(row), out);
        };
    }
}
