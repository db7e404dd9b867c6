package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Makes batches of rows that were read: leaves out what the cursor leaves out, and keeps the limit of bytes.
///
/// @param file as users know it
/// @param groupRow the number in the file of the row group's first row
record BatchFilter(ReadRequest request, @Nullable CursorRule rule, String file, long groupRow) {
    /// The columns to read: those asked for, and the cursor column if it is not among them.
    static Schema withCursor(ReadRequest request, Footers footers) {
        if (request.range() == null
                || request.columns().contains(request.range().column())) {
            return request.schema();
        }
        List<Field> fields = new ArrayList<>(request.schema().getFields());
        fields.add(ReadAs.union(footers).findField(request.range().column()));
        return new Schema(fields);
    }

    static long bytes(VectorSchemaRoot root) {
        long bytes = 0;
        for (FieldVector vector : root.getFieldVectors()) {
            bytes += vector.getBufferSize();
        }
        return bytes;
    }

    /// Adds batches.
    ///
    /// @param root taken over
    /// @param first rows of the group before these
    /// @param position of a count of rows of the group
    void split(VectorSchemaRoot root, long first, LongFunction<Position> position, Deque<Batch> to) {
        int rows = root.getRowCount();
        if (rows > 1 && bytes(root) > request.batchBytesMax()) {
            int half = rows / 2;
            VectorSchemaRoot head = root.slice(0, half);
            VectorSchemaRoot tail = root.slice(half, rows - half);
            root.close();
            split(head, first, position, to);
            split(tail, first + half, position, to);
            return;
        }
        Position after = position.apply(first + rows);
        if (rule == null || request.range() == null) {
            to.add(new Batch(root, after, Origin.consecutive(file, "row", groupRow + first), List.of()));
            return;
        }
        int[] kept = kept(root, rule);
        Origin origin = Origin.consecutive(file, "row", groupRow + first);
        if (kept.length == rows) {
            to.add(new Batch(projected(root), after, origin, List.of()));
        } else if (kept.length > 0) {
            to.add(new Batch(select(root, kept), after, origin.select(kept), List.of()));
        } else {
            root.close();
        }
    }

    private int[] kept(VectorSchemaRoot root, CursorRule of) {
        FieldVector cursor = root.getVector(requireNonNull(request.range()).column());
        int[] kept = new int[root.getRowCount()];
        int count = 0;
        for (int row = 0; row < kept.length; row++) {
            if (of.takes(cursor, row)) {
                kept[count++] = row;
            }
        }
        return java.util.Arrays.copyOf(kept, count);
    }

    /// Without the cursor column where only the filter needed it.
    private VectorSchemaRoot projected(VectorSchemaRoot root) {
        int wanted = request.schema().getFields().size();
        List<FieldVector> vectors = root.getFieldVectors();
        for (int i = wanted; i < vectors.size(); i++) {
            vectors.get(i).close();
        }
        return new VectorSchemaRoot(request.schema(), List.copyOf(vectors.subList(0, wanted)), root.getRowCount());
    }

    private VectorSchemaRoot select(VectorSchemaRoot root, int[] kept) {
        List<FieldVector> vectors = new ArrayList<>();
        try (root) {
            for (int i = 0; i < request.schema().getFields().size(); i++) {
                FieldVector from = root.getVector(i);
                FieldVector to = from.getField().createVector(from.getAllocator());
                vectors.add(to);
                to.setInitialCapacity(kept.length);
                to.allocateNew();
                for (int row = 0; row < kept.length; row++) {
                    to.copyFromSafe(kept[row], row, from);
                }
                to.setValueCount(kept.length);
            }
        } catch (RuntimeException | Error failure) {
            vectors.forEach(FieldVector::close);
            throw failure;
        }
        return new VectorSchemaRoot(request.schema(), vectors, kept.length);
    }
}
