package io.datacook.connectors.postgres;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;

/// Lists as arrays of one dimension, numbered from 1; see [ArrayDecoder] for the form.
final class ListEncoder {
    /// Where the elements of a row lie.
    private interface Bounds {
        int start(int row);

        int end(int row);
    }

    private ListEncoder() {}

    /// @param element the type of the array's elements
    static CellEncoder of(FieldVector vector, int element, CellEncoder.Binder elements) {
        return switch (vector) {
            case ListVector list -> encoder(bounds(list), list.getDataVector(), element, elements);
            case LargeListVector list -> encoder(bounds(list), list.getDataVector(), element, elements);
            case FixedSizeListVector list -> encoder(bounds(list), list.getDataVector(), element, elements);
            default -> throw new IllegalArgumentException("no list: " + vector.getField());
        };
    }

    private static CellEncoder encoder(Bounds bounds, FieldVector data, int element, CellEncoder.Binder elements) {
        CellEncoder encoder = elements.bind(data);
        return (row, out) -> {
            int start = bounds.start(row);
            int count = bounds.end(row) - start;
            int at = out.used();
            out.putInt(0);
            out.putInt(count == 0 ? 0 : 1);
            out.putInt(1);
            out.putInt(element);
            if (count > 0) {
                out.putInt(count);
                out.putInt(1);
            }
            for (int i = start; i < start + count; i++) {
                if (data.isNull(i)) {
                    out.putNull();
                } else {
                    encoder.put(i, out);
                }
            }
            out.setInt(at, out.used() - at - 4);
        };
    }

    private static Bounds bounds(ListVector list) {
        return new Bounds() {
            @Override
            public int start(int row) {
                return list.getElementStartIndex(row);
            }

            @Override
            public int end(int row) {
                return list.getElementEndIndex(row);
            }
        };
    }

    private static Bounds bounds(LargeListVector list) {
        return new Bounds() {
            @Override
            public int start(int row) {
                return Math.toIntExact(list.getElementStartIndex(row));
            }

            @Override
            public int end(int row) {
                return Math.toIntExact(list.getElementEndIndex(row));
            }
        };
    }

    private static Bounds bounds(FixedSizeListVector list) {
        return new Bounds() {
            @Override
            public int start(int row) {
                return list.getElementStartIndex(row);
            }

            @Override
            public int end(int row) {
                return list.getElementEndIndex(row);
            }
        };
    }
}
