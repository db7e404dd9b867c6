package io.datacook.connectors.duckdb;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// Hands exported rows over to a root of their own, without copying; only booleans, which DuckDB exports as bytes, are
/// packed into bits, at any depth.
///
/// **Threading:** one thread, one use. **Closing:** frees what it made; what was handed over is the receiver's.
final class BoolBits implements AutoCloseable {
    private final BufferAllocator allocator;
    private final List<ArrowFieldNode> nodes;
    private final List<ArrowBuf> given;
    private final List<ArrowBuf> buffers = new ArrayList<>();
    private final List<ArrowBuf> made = new ArrayList<>();
    private int node;
    private int buffer;

    private BoolBits(ArrowRecordBatch batch, BufferAllocator allocator) {
        this.allocator = allocator;
        this.nodes = batch.getNodes();
        this.given = batch.getBuffers();
    }

    /// The rows in the given columns.
    ///
    /// @param exported stays with its reader
    /// @param schema as [ExchangeColumn] made it from the exported columns
    /// @return owned by the caller
    static VectorSchemaRoot take(VectorSchemaRoot exported, Schema schema, BufferAllocator allocator) {
        VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator);
        try (ArrowRecordBatch batch = new VectorUnloader(exported, true, false).getRecordBatch()) {
            if (exported.getSchema().getFields().stream().noneMatch(BoolBits::hasByteBool)) {
                new VectorLoader(rows).load(batch);
                return rows;
            }
            try (BoolBits bits = new BoolBits(batch, allocator)) {
                exported.getSchema().getFields().forEach(bits::walk);
                try (ArrowRecordBatch packed =
                        new ArrowRecordBatch(batch.getLength(), batch.getNodes(), bits.buffers)) {
                    new VectorLoader(rows).load(packed);
                }
            }
            return rows;
        } catch (RuntimeException | Error failed) {
            rows.close();
            throw failed;
        }
    }

    private static boolean hasByteBool(Field field) {
        return ExchangeColumn.isByteBool(field) || field.getChildren().stream().anyMatch(BoolBits::hasByteBool);
    }

    private void walk(Field field) {
        int rows = nodes.get(node++).getLength();
        if (ExchangeColumn.isByteBool(field)) {
            buffers.add(given.get(buffer++));
            buffers.add(pack(given.get(buffer++), rows));
            return;
        }
        int count = TypeLayout.getTypeBufferCount(field.getType());
        for (int i = 0; i < count; i++) {
            buffers.add(given.get(buffer++));
        }
        field.getChildren().forEach(this::walk);
    }

    private ArrowBuf pack(ArrowBuf bytes, int rows) {
        ArrowBuf bits = allocator.buffer((rows + 63) / 64 * 8L);
        made.add(bits);
        for (int first = 0; first < rows; first += 64) {
            long word = 0;
            int count = Math.min(64, rows - first);
            for (int i = 0; i < count; i++) {
                word |= (bytes.getByte(first + (long) i) != 0 ? 1L : 0L) << i;
            }
            bits.setLong(first / 8L, word);
        }
        bits.writerIndex(bits.capacity());
        return bits;
    }

    @Override
    public void close() {
        made.forEach(ArrowBuf::close);
    }
}
