package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.StagedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/// Gathers what ends a file: page indexes of all row groups, then the footer.
final class Footer {
    /// Who wrote the file, for readers that work around known faults.
    static final String CREATED_BY = "datacook version 0.1.0 (build native)";

    private final TableLayout layout;
    private final Schema schema;
    private final List<RowGroup> groups = new ArrayList<>();
    private final List<List<PageSink.Chunk>> chunks = new ArrayList<>();

    Footer(TableLayout layout, Schema schema) {
        this.layout = layout;
        this.schema = schema;
    }

    /// Adds a row group that was written.
    void add(RowGroup group, List<PageSink.Chunk> chunksOfGroup) {
        group.setOrdinal((short) Math.min(groups.size(), Short.MAX_VALUE));
        groups.add(group);
        chunks.add(chunksOfGroup);
    }

    /// Writes page indexes and footer.
    void write(StagedOutput out) {
        try {
            writeIndexes(out);
            FileMetaData meta = new FileMetaData(2, layout.elements(), rows(), groups);
            meta.setCreated_by(CREATED_BY);
            meta.setKey_value_metadata(List.of(arrowSchema()));
            List<ColumnOrder> orders = new ArrayList<>();
            layout.leaves().forEach(_ -> orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
            meta.setColumn_orders(orders);
            end(meta, out);
        } catch (IOException failure) {
            throw new DatacookException(ErrorCode.INTERNAL, "the footer could not be written", failure);
        }
    }

    /// Writes a footer, its length and the magic bytes.
    static void end(FileMetaData meta, StagedOutput out) throws IOException {
        long start = out.bytes();
        Util.writeFileMetaData(meta, out);
        Bytes length = new Bytes(8);
        length.putInt(Math.toIntExact(out.bytes() - start));
        out.write(length.array, 0, length.size);
        out.write(ParquetFileWriter.MAGIC);
    }

    private void writeIndexes(StagedOutput out) throws IOException {
        for (List<PageSink.Chunk> group : chunks) {
            for (PageSink.Chunk chunk : group) {
                if (chunk.index() != null) {
                    ColumnChunk column = chunk.chunk();
                    column.setColumn_index_offset(out.bytes());
                    Util.writeColumnIndex(chunk.index(), out);
                    column.setColumn_index_length((int) (out.bytes() - column.getColumn_index_offset()));
                }
            }
        }
        for (List<PageSink.Chunk> group : chunks) {
            for (PageSink.Chunk chunk : group) {
                ColumnChunk column = chunk.chunk();
                column.setOffset_index_offset(out.bytes());
                Util.writeOffsetIndex(chunk.offsets(), out);
                column.setOffset_index_length((int) (out.bytes() - column.getOffset_index_offset()));
            }
        }
    }

    private KeyValue arrowSchema() {
        KeyValue entry = new KeyValue(ArrowSchemas.KEY);
        entry.setValue(ArrowSchemas.text(schema));
        return entry;
    }

    private long rows() {
        return groups.stream().mapToLong(RowGroup::getNum_rows).sum();
    }
}
