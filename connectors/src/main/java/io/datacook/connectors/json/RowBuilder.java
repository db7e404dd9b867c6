package io.datacook.connectors.json;

import io.datacook.api.Closest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Gathers the rows of one batch.
///
/// A row that turns out bad keeps its place in the vectors and is left out at the end, so that nested vectors never go
/// back. **Threading:** one thread. **Closing:** frees the batch unless it was taken.
final class RowBuilder implements AutoCloseable {
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final RecordParser parser;
    private final StructWriter writer;
    private final Unknown unknown;
    private final @Nullable VarCharVector extra;
    private final Set<String> known;
    private final int rowBytes;
    private final List<Integer> good = new ArrayList<>();
    private int written;
    private long bytes;
    private boolean taken;

    /// @param asked the columns to give
    /// @param known all columns of the stream
    RowBuilder(BufferAllocator allocator, Schema asked, Schema known, JsonSourceOptions options, RecordParser parser) {
        this.allocator = allocator;
        this.parser = parser;
        this.known = new TreeSet<>();
        known.getFields().forEach(field -> this.known.add(field.getName()));
        boolean keeping = options.unknownFields() == JsonSourceOptions.UnknownFields.EXTRA;
        this.root = VectorSchemaRoot.create(asked, allocator);
        this.unknown = new Unknown(keeping, parser);
        FieldVector found = keeping ? root.getVector(JsonSourceOptions.EXTRA) : null;
        this.extra = found instanceof VarCharVector texts ? texts : null;
        List<FieldVector> columns = root.getFieldVectors().stream()
                .filter(vector -> vector != extra)
                .toList();
        Set<String> ignored = new TreeSet<>(this.known);
        columns.forEach(vector -> ignored.remove(vector.getName()));
        this.writer = ValueWriters.record(columns, options.columns().keySet(), ignored, unknown, parser);
        this.rowBytes =
                asked.getFields().stream().mapToInt(RowBuilder::nullBytes).sum();
        this.bytes = 8L * asked.getFields().size();
    }

    /// What even a null takes in a row: a value of its width or an offset, and a bit.
    private static int nullBytes(Field field) {
        int own = field.getChildren().isEmpty() ? 8 : 5;
        if (field.getType() instanceof org.apache.arrow.vector.types.pojo.ArrowType.Struct) {
            own += field.getChildren().stream().mapToInt(RowBuilder::nullBytes).sum();
        }
        return field.getType() instanceof org.apache.arrow.vector.types.pojo.ArrowType.Decimal ? 33 : own;
    }

    /// Adds a record.
    ///
    /// @return Arrow bytes it takes, at most
    /// @throws BadValue if it does not fit; then it is left out
    long add(byte[] array, int from, int to) {
        int row = written++;
        unknown.begin();
        long[] added = {rowBytes};
        parser.parse(array, from, to, json -> added[0] += 2 * writer.write(json, row));
        String kept = unknown.kept();
        if (extra != null && kept != null) {
            byte[] text = kept.getBytes(StandardCharsets.UTF_8);
            extra.setSafe(row, text);
            added[0] += text.length;
        }
        good.add(row);
        bytes += added[0];
        return added[0];
    }

    /// Leaves the last row out again.
    void dropLast(long added) {
        good.removeLast();
        bytes -= added;
    }

    int rows() {
        return good.size();
    }

    /// Arrow bytes of the rows, at most.
    long bytes() {
        return bytes;
    }

    /// What the columns are called, for messages about a field that has none.
    String describeKnown(String name) {
        return Closest.describe(name, known);
    }

    /// Ends the batch; the caller owns it.
    VectorSchemaRoot end() {
        root.setRowCount(written);
        if (good.size() == written) {
            taken = true;
            return root;
        }
        VectorSchemaRoot kept = VectorSchemaRoot.create(root.getSchema(), allocator);
        try {
            for (int column = 0; column < root.getFieldVectors().size(); column++) {
                FieldVector from = root.getVector(column);
                FieldVector to = kept.getVector(column);
                to.setInitialCapacity(good.size());
                to.allocateNew();
                for (int row = 0; row < good.size(); row++) {
                    to.copyFromSafe(good.get(row), row, from);
                }
            }
            kept.setRowCount(good.size());
            return kept;
        } catch (RuntimeException failed) {
            kept.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        if (!taken) {
            root.close();
        }
    }
}
