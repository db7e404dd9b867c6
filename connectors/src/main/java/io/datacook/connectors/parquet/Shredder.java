package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.util.Arrays;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.BaseRepeatedValueVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/// Turns validity bitmaps and offsets into definition and repetition levels, one leaf column at a time.
///
/// Walks from the table's column to the leaf and keeps, for each entry, where it lies in the vector reached so far;
/// a null or an empty list ends an entry, a list multiplies it. **Threading:** one thread at a time.
final class Shredder {
    private static final int ENDED = -1;

    private final Leaf leaf;
    private byte[] bitmap = {};
    private int[] at = {};
    private int[] atNext = {};
    private int[] definitionNext = {};
    private int[] repetitionNext = {};

    Shredder(Leaf leaf) {
        this.leaf = leaf;
    }

    /// The vector that holds the values, reached from the table's column.
    FieldVector leafOf(FieldVector column) {
        FieldVector vector = column;
        for (int child : leaf.children()) {
            vector = child(vector, child);
        }
        return storage(vector);
    }

    /// Computes the levels of rows.
    void shred(FieldVector extended, int from, int rows, Levels out) {
        FieldVector column = storage(extended);
        out.reserve(rows);
        if (leaf.isFlat()) {
            flat(column, from, rows, out);
        } else {
            nested(column, from, rows, out);
        }
    }

    private void flat(FieldVector column, int from, int rows, Levels out) {
        if (column.getNullCount() == 0) {
            out.fill(from, rows);
            return;
        }
        if (leaf.definitionMax() == 0) {
            throw nullWhereNone(column);
        }
        out.entries = rows;
        out.allPresent = false;
        out.contiguous = false;
        if (column instanceof org.apache.arrow.vector.NullVector) {
            Arrays.fill(out.definition, 0, rows, 0);
            out.present = 0;
            return;
        }
        int firstByte = from >>> 3;
        int bytes = ((from + rows + 7) >>> 3) - firstByte;
        if (bitmap.length < bytes) {
            bitmap = new byte[bytes];
        }
        column.getValidityBuffer().getBytes(firstByte, bitmap, 0, bytes);
        byte[] bits = bitmap;
        int[] definition = out.definition;
        int[] index = out.index;
        int present = 0;
        int firstBit = from - (firstByte << 3);
        for (int i = 0; i < rows; i++) {
            int bit = firstBit + i;
            int valid = (bits[bit >>> 3] >>> (bit & 7)) & 1;
            definition[i] = valid;
            index[present] = from + i;
            present += valid;
        }
        out.present = present;
        out.ascending = true;
        out.spanFirst = from;
        out.spanLength = rows;
    }

    private void nested(FieldVector column, int from, int rows, Levels out) {
        reserve(rows);
        for (int i = 0; i < rows; i++) {
            at[i] = from + i;
            out.definition[i] = 0;
            out.repetition[i] = 0;
        }
        out.entries = rows;
        FieldVector vector = column;
        int repetition = 0;
        boolean entriesOfMap = false;
        for (int step = 0; ; step++) {
            if (!entriesOfMap) {
                define(vector, out);
            }
            if (step == leaf.children().size()) {
                break;
            }
            entriesOfMap = vector instanceof MapVector;
            if (!(vector instanceof StructVector)) {
                repetition++;
                expand(vector, repetition, out);
            }
            vector = child(vector, leaf.children().get(step));
        }
        collect(out);
    }

    /// One level deeper where the vector has a value; the entry ends where it has none.
    private void define(FieldVector vector, Levels out) {
        boolean nullable = vector.getField().isNullable();
        if (vector.getNullCount() == 0) {
            if (nullable) {
                for (int i = 0; i < out.entries; i++) {
                    out.definition[i] += at[i] == ENDED ? 0 : 1;
                }
            }
            return;
        }
        for (int i = 0; i < out.entries; i++) {
            if (at[i] == ENDED) {
                continue;
            }
            if (!vector.isNull(at[i])) {
                out.definition[i] += nullable ? 1 : 0;
            } else if (nullable) {
                at[i] = ENDED;
            } else {
                throw nullWhereNone(vector);
            }
        }
    }

    /// Each entry becomes one for each element of its list, or stays one where the list is empty or null.
    private void expand(FieldVector vector, int level, Levels out) {
        int count = 0;
        for (int i = 0; i < out.entries; i++) {
            int length = at[i] == ENDED ? 0 : length(vector, at[i]);
            int needed = count + Math.max(1, length);
            reserveNext(needed);
            if (length == 0) {
                atNext[count] = ENDED;
                definitionNext[count] = out.definition[i];
                repetitionNext[count++] = out.repetition[i];
                continue;
            }
            int start = start(vector, at[i]);
            for (int element = 0; element < length; element++) {
                atNext[count] = start + element;
                definitionNext[count] = out.definition[i] + 1;
                repetitionNext[count++] = element == 0 ? out.repetition[i] : level;
            }
        }
        out.reserve(count);
        reserve(count);
        System.arraycopy(atNext, 0, at, 0, count);
        System.arraycopy(definitionNext, 0, out.definition, 0, count);
        System.arraycopy(repetitionNext, 0, out.repetition, 0, count);
        out.entries = count;
    }

    private void collect(Levels out) {
        int present = 0;
        int first = Integer.MAX_VALUE;
        int last = 0;
        out.ascending = true;
        for (int i = 0; i < out.entries; i++) {
            if (at[i] != ENDED) {
                out.ascending &= present == 0 || at[i] > out.index[present - 1];
                out.index[present++] = at[i];
                first = Math.min(first, at[i]);
                last = Math.max(last, at[i]);
            }
        }
        out.present = present;
        out.spanFirst = first;
        out.spanLength = last - first + 1;
        out.allPresent = present == out.entries;
        out.contiguous = false;
    }

    private static FieldVector storage(FieldVector vector) {
        return vector instanceof ExtensionTypeVector<?> extension
                ? (FieldVector) extension.getUnderlyingVector()
                : vector;
    }

    private static FieldVector child(FieldVector vector, int child) {
        return switch (vector) {
            case StructVector struct -> (FieldVector) struct.getChildByOrdinal(child);
            case BaseRepeatedValueVector list -> list.getDataVector();
            case LargeListVector list -> list.getDataVector();
            case FixedSizeListVector list -> list.getDataVector();
            case ListViewVector list -> list.getDataVector();
            default -> throw new IllegalStateException(vector.getField() + " has no children");
        };
    }

    private static int length(FieldVector vector, int row) {
        return switch (vector) {
            case ListVector list -> list.getElementEndIndex(row) - list.getElementStartIndex(row);
            case LargeListVector list -> (int) (list.getElementEndIndex(row) - list.getElementStartIndex(row));
            case FixedSizeListVector list -> list.getListSize();
            case ListViewVector list -> list.getElementEndIndex(row) - list.getElementStartIndex(row);
            default -> throw new IllegalStateException(vector.getField() + " is no list");
        };
    }

    private static int start(FieldVector vector, int row) {
        return switch (vector) {
            case ListVector list -> list.getElementStartIndex(row);
            case LargeListVector list -> (int) list.getElementStartIndex(row);
            case FixedSizeListVector list -> row * list.getListSize();
            case ListViewVector list -> list.getElementStartIndex(row);
            default -> throw new IllegalStateException(vector.getField() + " is no list");
        };
    }

    private DatacookException nullWhereNone(FieldVector vector) {
        return new DatacookException(
                ErrorCode.DATA_INVALID,
                ("column %s says that '%s' is never null, but a row has a null there; declare it nullable, or "
                                + "fill it before")
                        .formatted(leaf.dotted(), vector.getName()));
    }

    private void reserve(int count) {
        if (at.length < count) {
            at = Arrays.copyOf(at, Math.max(count, at.length * 2));
        }
    }

    private void reserveNext(int count) {
        if (atNext.length < count) {
            int capacity = Math.max(Math.max(1024, count), atNext.length * 2);
            atNext = Arrays.copyOf(atNext, capacity);
            definitionNext = Arrays.copyOf(definitionNext, capacity);
            repetitionNext = Arrays.copyOf(repetitionNext, capacity);
        }
    }
}
