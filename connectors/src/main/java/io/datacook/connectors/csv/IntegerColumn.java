package io.datacook.connectors.csv;

import io.datacook.api.TypeNames;
import io.datacook.connectors.files.Digits;
import org.apache.arrow.vector.types.pojo.Field;

/// Whole numbers of 8 to 64 bits, signed, and unsigned up to 32 bits.
final class IntegerColumn extends FixedColumn {
    private final long min;
    private final long max;
    private final boolean strict;
    private boolean failed;

    /// @param bits of each value: 8, 16, 32 or 64
    /// @param strict whether leading zeros and plus signs, which a number would lose, are refused: inferred columns
    IntegerColumn(Field field, int column, int bits, boolean signed, boolean strict) {
        super(field, column, bits / 8);
        this.strict = strict;
        this.min = signed ? -1L << (bits - 1) : 0;
        this.max = signed ? ~(-1L << (bits - 1)) : ~(-1L << bits);
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        byte[] bytes = cells.bytes;
        int[] starts = cells.starts;
        int[] ends = cells.ends;
        byte[] values = room(to - from, 8);
        int cell = from * cells.width + column;
        int at = 0;
        for (int record = from; record < to; record++, cell += cells.width, at += 8) {
            int start = starts[cell] & Cells.INDEX;
            int length = ends[cell] - start;
            // most numbers have one to eight digits, the first of them no zero
            if (length > 0 && length <= 8 && bytes[start] != '0') {
                long word = Digits.alignRight(Digits.word(bytes, start), length);
                if (Digits.areDigits(word)) {
                    Digits.putLong(values, at, Digits.parse8(word));
                    continue;
                }
            } else if (length == 0) {
                setNull(row + record - from);
                Digits.putLong(values, at, 0);
                continue;
            }
            failed = false;
            long value = slow(bytes, start, ends[cell], row + record - from);
            Digits.putLong(values, at, value);
            if (failed) {
                mark(cells, record);
            }
        }
        narrow(cells, from, to);
        flush(row, to - from);
    }

    private long slow(byte[] bytes, int start, int end, int row) {
        int first = skipSpaces(bytes, start, end);
        int last = dropSpaces(bytes, first, end);
        if (first == last) {
            setNull(row);
            return 0;
        }
        boolean negative = bytes[first] == '-';
        if (negative || (bytes[first] == '+' && !strict)) {
            first++;
        }
        if (strict && first + 1 < last && bytes[first] == '0') {
            return fail();
        }
        while (first + 1 < last && bytes[first] == '0') {
            first++;
        }
        int length = last - first;
        if (length == 0 || length > 19) {
            return fail();
        }
        int head = Math.max(0, length - Digits.RUN_MAX);
        long high = Digits.parse16(bytes, first, head);
        long low = Digits.parse16(bytes, first + head, length - head);
        if (high < 0 || low < 0) {
            return fail();
        }
        // at most 999 · 10^16 + …: negated, so that the smallest int64 fits too
        long negated;
        try {
            negated = Math.subtractExact(Math.multiplyExact(-high, Digits.power(16)), low);
        } catch (ArithmeticException overflow) {
            return fail();
        }
        if (!negative && negated == Long.MIN_VALUE) {
            return fail();
        }
        return negative ? negated : -negated;
    }

    private long fail() {
        failed = true;
        return 0;
    }

    private void narrow(Cells cells, int from, int to) {
        if (width == 8) {
            return;
        }
        for (int i = 0; i < to - from; i++) {
            long value = Digits.word(out, i * 8);
            if (value < min || value > max) {
                mark(cells, from + i);
            }
            for (int b = 0; b < width; b++) {
                out[i * width + b] = (byte) (value >>> (b * 8));
            }
        }
    }

    @Override
    String expected() {
        String range = "a whole number from %d to %d".formatted(min, max);
        return strict
                ? range + " without leading zeros or a plus sign, which " + TypeNames.name(field) + " would lose"
                : range;
    }
}
