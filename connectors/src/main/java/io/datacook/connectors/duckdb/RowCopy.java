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

/// Copies exported rows into buffers of their own; booleans, which DuckDB exports as bytes, are packed into bits, at
/// any
/// depth.
///
/// A copy costs little beside the query, and leaves memory that DuckDB owns out of the run's budget and its failures:
/// an
/// import that hits the budget's limit would leak.
/// **Threading:** one thread, one use. **Closing:** frees what it made; what was handed over is the receiver's.
final class RowCopy implements AutoCloseable {
    private final BufferAllocator allocator;
    private final List<ArrowFieldNode> nodes;
    private final List<ArrowBuf> given;
    private final List<ArrowBuf> made = new ArrayList<>();
    private int node;
    private int buffer;

    private RowCopy(ArrowRecordBatch batch, BufferAllocator allocator) {
        this.allocator = allocator;
        this.nodes = batch.getNodes();
        this.given = batch.getBuffers();
    }

    /// The rows in the given columns.
    ///
    /// @param exported stays with its reader
    /// @param schema as [ExchangeColumn] made it from the exported columns
    /// @return owned by the caller
    static VectorSchemaRoot of(VectorSchemaRoot exported, Schema schema, BufferAllocator allocator) {
        VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator);
        try (ArrowRecordBatch batch = new VectorUnloader(exported, true, false).getRecordBatch();
                RowCopy copy = new RowCopy(batch, allocator)) {
            exported.getSchema().getFields().forEach(copy::walk);
            try (ArrowRecordBatch copied = new ArrowRecordBatch(batch.getLength(), batch.getNodes(), copy.made)) {
                new VectorLoader(rows).load(copied);
            }
            return rows;
        } catch (RuntimeException | Error failed) {
            rows.close();
            throw failed;
        }
    }

    private void walk(Field field) {
        int rows = nodes.get(node++).getLength();
        if (ExchangeColumn.isByteBool(field)) {
            copy(given.get(buffer++));
            pack(given.get(buffer++), rows);
            return;
        }
        int count = TypeLayout.getTypeBufferCount(field.getType());
        for (int i = 0; i < count; i++) {
            copy(given.get(buffer++));
        }
        field.getChildren().forEach(this::walk);
    }

    private void copy(ArrowBuf bytes) {
        long length = bytes.readableBytes();
        ArrowBuf own = allocator.buffer(length);
        made.add(own);
        own.setBytes(0, bytes, bytes.readerIndex(), length);
        own.writerIndex(length);
    }

    private void pack(ArrowBuf bytes, int rows) {
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
        bits.writerIndex((rows + 63) / 64 * 8L);
    }

    @Override
    public void close() {
        made.forEach(ArrowBuf::close);
    }
}
