package io.datacook.connectors.csv;

import io.datacook.api.RowText;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.Spelling;
import io.datacook.connectors.files.TextOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// The writer of each type. Stateless; safe for all threads.
final class CellWriters {
    private CellWriters() {}

    /// The writer of a column's cells.
    static CellWriter of(Field field, CsvFormat format) {
        return switch (field.getType()) {
            case ArrowType.Bool _ -> new Bools();
            case ArrowType.Int type when type.getIsSigned() || type.getBitWidth() < 64 -> new Longs(type);
            case ArrowType.FloatingPoint type
            when type.getPrecision() == FloatingPointPrecision.DOUBLE -> new Doubles();
            case ArrowType.Decimal type
            when type.getBitWidth() == 128 && type.getScale() >= 0 -> new Decimals(type.getScale());
            case ArrowType.Date type when type.getUnit() == DateUnit.DAY -> new Dates();
            case ArrowType.Timestamp type -> new Timestamps(type);
            case ArrowType.Utf8 _ -> new TextWriter(format);
            default -> new Others(format);
        };
    }

    /// Values of one width, copied into an array.
    private abstract static class Fixed extends CellWriter {
        final byte[] values;
        final int width;

        @Nullable
        FieldVector vector;

        int from;

        Fixed(int width) {
            this.width = width;
            this.values = new byte[RUN_MAX * width + Digits.PADDING];
        }

        @Override
        void loadValues(FieldVector column, int first, int count) {
            vector = column;
            from = first;
            column.getDataBuffer().getBytes((long) first * width, values, 0, count * width);
        }

        /// A value that the fast way cannot spell.
        final void slow(TextOutput out, int row) {
            out.put(String.valueOf(RowText.plain(Objects.requireNonNull(vector), from + row)));
        }
    }

    private static final class Longs extends Fixed {
        private final int shift;
        private final boolean signed;

        private Longs(ArrowType.Int type) {
            super(type.getBitWidth() / 8);
            this.shift = 64 - type.getBitWidth();
            this.signed = type.getIsSigned();
        }

        @Override
        void write(TextOutput out, int row) {
            long raw = Digits.word(values, row * width) << shift;
            out.putLong(signed ? raw >> shift : raw >>> shift);
        }
    }

    private static final class Doubles extends Fixed {
        private Doubles() {
            super(8);
        }

        @Override
        void write(TextOutput out, int row) {
            out.putDouble(Double.longBitsToDouble(Digits.word(values, row * 8)));
        }
    }

    private static final class Decimals extends Fixed {
        private final int scale;

        private Decimals(int scale) {
            super(16);
            this.scale = scale;
        }

        @Override
        void write(TextOutput out, int row) {
            long low = Digits.word(values, row * 16);
            long high = Digits.word(values, row * 16 + 8);
            if (high == low >> 63 && scale <= 18 && low != Long.MIN_VALUE) {
                out.putDecimal(low, scale);
                return;
            }
            BigInteger unscaled =
                    BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
            out.put(new BigDecimal(unscaled, scale).toPlainString());
        }
    }

    private static final class Dates extends Fixed {
        private Dates() {
            super(4);
        }

        @Override
        void write(TextOutput out, int row) {
            int day = (int) Digits.word(values, row * 4);
            if (!Spelling.isFourDigitYear(day)) {
                slow(out, row);
                return;
            }
            out.putDate(day);
        }
    }

    private static final class Timestamps extends Fixed {
        private final long perSecond;
        private final boolean zoned;

        private Timestamps(ArrowType.Timestamp type) {
            super(8);
            this.zoned = type.getTimezone() != null;
            this.perSecond = switch (type.getUnit()) {
                case SECOND -> 1;
                case MILLISECOND -> 1_000;
                case MICROSECOND -> 1_000_000;
                case NANOSECOND -> 1_000_000_000;
            };
        }

        @Override
        void write(TextOutput out, int row) {
            long value = Digits.word(values, row * 8);
            long seconds = Math.floorDiv(value, perSecond);
            if (!Spelling.isFourDigitYear(Math.floorDiv(seconds, 86_400L))) {
                slow(out, row);
                return;
            }
            int nanos = (int) ((value - seconds * perSecond) * (1_000_000_000L / perSecond));
            out.putTimestamp(seconds, nanos, ' ');
            if (zoned) {
                out.put((byte) 'Z');
            }
        }
    }

    private static final class Bools extends CellWriter {
        private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
        private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
        private @Nullable BitVector bits;
        private int from;

        @Override
        void loadValues(FieldVector vector, int first, int count) {
            bits = (BitVector) vector;
            from = first;
        }

        @Override
        void write(TextOutput out, int row) {
            out.put(Objects.requireNonNull(bits).get(from + row) == 1 ? TRUE : FALSE);
        }
    }

    /// Types that are rare in CSV, by their texts.
    private static final class Others extends CellWriter {
        private final char delimiter;
        private final char quote;
        private final String nullText;
        private @Nullable FieldVector vector;
        private int from;

        private Others(CsvFormat format) {
            this.delimiter = format.delimiter();
            this.quote = format.quote();
            this.nullText = format.nullText();
        }

        @Override
        void loadValues(FieldVector column, int first, int count) {
            vector = column;
            from = first;
        }

        @Override
        void write(TextOutput out, int row) {
            String text = String.valueOf(RowText.plain(Objects.requireNonNull(vector), from + row));
            String cell = text.equals(nullText) && !text.isEmpty()
                    ? quote + text + quote
                    : Quoting.quoted(text, delimiter, quote);
            out.put(cell);
        }
    }
}
