package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.RangeInput;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/// Reads the wanted columns of one row group, some rows at a time.
///
/// **Threading:** one thread at a time. The input stays the caller's.
final class GroupReader {
    private final OpenFile file;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final List<@Nullable Node> nodes = new ArrayList<>();
    private final @Nullable LeafReader[] readers;
    private final LeafRows[] rows;
    private final VectorFill fill = new VectorFill();
    private final int ordinal;
    private final long rowsTotal;
    private long rowsRead;

    /// @param schema the columns to give; those the file lacks come as nulls
    GroupReader(OpenFile file, int ordinal, Schema schema, RangeInput input, BufferAllocator allocator) {
        RowGroup group = file.groups().get(ordinal);
        List<FileLeaf> leaves = file.schema().leaves();
        this.file = file;
        this.ordinal = ordinal;
        this.schema = schema;
        this.allocator = allocator;
        this.rowsTotal = group.getNum_rows();
        this.readers = new LeafReader[leaves.size()];
        this.rows = new LeafRows[leaves.size()];
        List<ColumnChunk> chunks = requireNonNull(group.getColumns());
        for (Field field : schema.getFields()) {
            Node node = file.column(field.getName());
            nodes.add(node == null ? null : ReadAs.node(node, field, file.shown()));
            if (node != null) {
                open(node, leaves, chunks, input);
            }
        }
    }

    /// Rows of the group that were not read yet.
    long rowsLeft() {
        return rowsTotal - rowsRead;
    }

    /// Rows of the group that were read.
    long rowsRead() {
        return rowsRead;
    }

    /// Steps over rows.
    void skip(long count) {
        guarded(() -> {
            for (LeafReader reader : readers) {
                if (reader != null) {
                    reader.skip(count);
                }
            }
            rowsRead += count;
        });
    }

    /// Reads rows; there must be as many.
    ///
    /// @return owned by the caller
    VectorSchemaRoot read(int count) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            guarded(() -> {
                for (int i = 0; i < readers.length; i++) {
                    LeafReader reader = readers[i];
                    if (reader != null) {
                        reader.read(count, rows[i]);
                    }
                }
                for (int i = 0; i < schema.getFields().size(); i++) {
                    FieldVector vector = schema.getFields().get(i).createVector(allocator);
                    vectors.add(vector);
                    fill(nodes.get(i), vector, count);
                }
            });
        } catch (RuntimeException | Error failure) {
            vectors.forEach(FieldVector::close);
            throw failure;
        }
        rowsRead += count;
        return new VectorSchemaRoot(schema, vectors, count);
    }

    private void fill(@Nullable Node node, FieldVector vector, int count) {
        if (node == null) {
            vector.setInitialCapacity(count);
            vector.allocateNew();
            vector.setValueCount(count);
            return;
        }
        fill.fill(node, vector, rows, file.schema().leaves());
        if (vector.getValueCount() != count) {
            throw new CorruptPage("column '%s' came out as %d rows instead of %d"
                    .formatted(vector.getName(), vector.getValueCount(), count));
        }
    }

    private void open(Node node, List<FileLeaf> leaves, List<ColumnChunk> chunks, RangeInput input) {
        if (node.leaf() >= 0) {
            FileLeaf leaf = leaves.get(node.leaf());
            ColumnChunk chunk = chunks.get(node.leaf());
            readers[node.leaf()] = new LeafReader(leaf, requireNonNull(chunk.getMeta_data()), input, file.source());
            rows[node.leaf()] = new LeafRows(requireNonNull(leaf.element().getType()), leaf.definitionMax());
        }
        node.children().forEach(child -> open(child, leaves, chunks, input));
    }

    /// Adds the place to whatever damage pages have.
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (CorruptPage | IndexOutOfBoundsException | NegativeArraySizeException | NullPointerException damage) {
            throw new DatacookException(
                    ErrorCode.DATA_INVALID,
                    ("%s is damaged in row group %d, behind its row %d: %s; write the file again, or take it out "
                                    + "of the path")
                            .formatted(file.shown(), ordinal, rowsRead, damage.getMessage()),
                    damage);
        }
    }
}
