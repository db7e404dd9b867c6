package io.datacook.engine.rows;

import io.datacook.api.Batch;
import io.datacook.api.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/// The columns of a batch in the making, so that nothing leaks if making them fails half-way.
///
/// Use in try-with-resources; closing frees whatever was not handed over by [#batch]. **Threading:** one thread.
public final class NewColumns implements AutoCloseable {
    private final BufferAllocator allocator;
    private final SortedMap<Integer, FieldVector> vectors = new TreeMap<>();
    private final SortedMap<Integer, Field> fields = new TreeMap<>();
    private int place;

    /// @param allocator owns the new buffers; of the same root as those of the columns that are moved
    public NewColumns(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /// Says where the next column goes; each one after it goes behind it.
    public NewColumns at(int place) {
        this.place = place;
        return this;
    }

    /// Takes a batch's column over without copying; what it came from is empty afterwards.
    public FieldVector move(VectorSchemaRoot rows, int column) {
        return move(rows.getVector(column), rows.getSchema().getFields().get(column));
    }

    /// Takes a column over without copying, under another name or with other metadata or nullability.
    ///
    /// @param field of the same type as the column
    public FieldVector move(FieldVector column, Field field) {
        TransferPair pair = column.getTransferPair(field, allocator);
        pair.transfer();
        return keep((FieldVector) pair.getTo(), field);
    }

    /// Takes some rows of a batch's column by number, copied.
    public FieldVector copy(VectorSchemaRoot rows, int column, int[] kept) {
        FieldVector copy = make(rows.getSchema().getFields().get(column), kept.length);
        Rows.copy(rows.getVector(column), kept, copy);
        return copy;
    }

    /// A new column, allocated for a number of rows that are null until set.
    public FieldVector make(Field field, int rows) {
        FieldVector vector = keep(field.createVector(allocator), field);
        vector.setInitialCapacity(rows);
        vector.allocateNew();
        return vector;
    }

    /// Owns a column from now on, as the next one. The field is kept beside it, since lists forget the names of theirs.
    private FieldVector keep(FieldVector column, Field field) {
        fields.put(place, field);
        FieldVector before = vectors.put(place++, column);
        if (before != null) {
            before.close();
            throw new IllegalStateException("two columns at place " + (place - 1));
        }
        return column;
    }

    /// Hands the columns over as a batch with the position and origin of the one it was made from.
    ///
    /// @param kept rows of the original that remain, in order, or `null` for all; each column has as many
    /// @param rejects rows left out here; those of the original stay in front of them
    public Batch batch(Batch original, int @Nullable [] kept, List<Reject> rejects) {
        int count = kept == null ? original.rowCount() : kept.length;
        List<FieldVector> columns = List.copyOf(vectors.values());
        columns.forEach(vector -> vector.setValueCount(count));
        List<Reject> all = new ArrayList<>(original.rejects());
        all.addAll(rejects);
        VectorSchemaRoot root = new VectorSchemaRoot(List.copyOf(fields.values()), columns, count);
        vectors.clear();
        return new Batch(
                root,
                original.position(),
                kept == null ? original.origin() : original.origin().select(kept),
                all);
    }

    /// Hands the columns over as a batch of all the original's rows.
    public Batch batch(Batch original) {
        return batch(original, null, List.of());
    }

    @Override
    public void close() {
        vectors.values().forEach(FieldVector::close);
        vectors.clear();
    }
}
