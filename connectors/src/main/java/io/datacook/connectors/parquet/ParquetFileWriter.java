package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.StagedOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.RowGroup;

/// Writes one Parquet file: columns gather pages, a full row group goes to the file, the footer ends it.
///
/// Holds the compressed pages of the open row group and the open page of each column, nothing else; see
/// [WriteSettings]. **Threading:** one thread at a time.
final class ParquetFileWriter implements FormatWriter {
    /// The four bytes every file begins and ends with.
    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final StagedOutput out;
    private final WriteSettings settings;
    private final Footer footer;
    private final Scratch scratch;
    private final List<LeafColumn> columns = new ArrayList<>();
    private long groupRows;

    ParquetFileWriter(StagedOutput out, Schema schema, WriteSettings wanted, BufferAllocator allocator) {
        TableLayout layout = TableLayout.of(schema);
        layout.requireLeaves(wanted.bloomColumns());
        this.out = out;
        this.settings = wanted.forColumns(layout.leaves().size());
        this.footer = new Footer(layout, schema);
        this.scratch = new Scratch(settings, layout.leaves().size(), allocator);
        for (Leaf leaf : layout.leaves()) {
            columns.add(
                    leaf.type().isNumber()
                            ? new NumberColumn(leaf, settings, scratch)
                            : new BinaryColumn(leaf, settings, scratch));
        }
        out.write(MAGIC);
    }

    @Override
    public void write(VectorSchemaRoot rows) {
        for (LeafColumn column : columns) {
            column.write(rows);
        }
        groupRows += rows.getRowCount();
        if (groupRows >= settings.groupRows() || bytesHeld() >= settings.groupBytes()) {
            endGroup();
        }
    }

    @Override
    public long bytesExpected() {
        return out.bytes() + bytesHeld();
    }

    @Override
    public void finish() {
        endGroup();
        footer.write(out);
    }

    @Override
    public void close() {
        scratch.close();
    }

    private long bytesHeld() {
        long bytes = 0;
        for (LeafColumn column : columns) {
            bytes += column.bytesHeld();
        }
        return bytes;
    }

    private void endGroup() {
        if (groupRows == 0) {
            return;
        }
        long start = out.bytes();
        List<PageSink.Chunk> chunks = new ArrayList<>();
        RowGroup group = new RowGroup(new ArrayList<>(), 0, groupRows);
        for (LeafColumn column : columns) {
            PageSink.Chunk chunk = column.endChunk(out);
            chunks.add(chunk);
            group.addToColumns(chunk.chunk());
            group.setTotal_byte_size(group.getTotal_byte_size()
                    + requireNonNull(chunk.chunk().getMeta_data()).getTotal_uncompressed_size());
        }
        group.setFile_offset(start);
        long end = out.bytes();
        for (int i = 0; i < columns.size(); i++) {
            BloomFilter bloom = columns.get(i).bloom;
            if (bloom != null) {
                bloom.write(out, requireNonNull(chunks.get(i).chunk().getMeta_data()));
            }
        }
        group.setTotal_compressed_size(end - start);
        footer.add(group, chunks);
        groupRows = 0;
    }
}
