package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.RangeInput;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.StagedOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/// Joins files of one schema without decoding a page: row groups are copied, footers and page indexes rewritten.
final class FileJoin {
    private static final int COPY_BYTES = 1 << 20;

    private final StagedOutput out;
    private final FileMetaData joined = new FileMetaData();
    private final List<PendingIndex> indexes = new ArrayList<>();

    private FileJoin(StagedOutput out) {
        this.out = out;
    }

    /// Joins at least one part.
    ///
    /// @return how many row groups came of the first part
    /// @throws DatacookException `SCHEMA_MISMATCH` naming the part that has other columns than the first
    static long join(List<SourceFile> parts, StagedOutput out) {
        FileJoin join = new FileJoin(out);
        out.write(ParquetFileWriter.MAGIC);
        try {
            join.add(parts.getFirst());
            int first = join.groups();
            for (SourceFile part : parts.subList(1, parts.size())) {
                join.add(part);
            }
            join.end();
            return first;
        } catch (IOException failure) {
            throw new DatacookException(ErrorCode.INTERNAL, "the joined footer could not be written", failure);
        }
    }

    private int groups() {
        return requireNonNull(joined.getRow_groups()).size();
    }

    private void add(SourceFile part) throws IOException {
        FileMetaData meta = ParquetFiles.footer(part);
        if (joined.getSchema() == null) {
            joined.setVersion(meta.getVersion());
            joined.setSchema(meta.getSchema());
            joined.setRow_groups(new ArrayList<>());
            joined.setCreated_by(Footer.CREATED_BY);
            joined.setKey_value_metadata(meta.getKey_value_metadata());
            joined.setColumn_orders(meta.getColumn_orders());
        } else if (!joined.getSchema().equals(meta.getSchema())) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    ("%s has other columns or types than the rows to add; one file has one schema: set "
                                    + "destination.path to a folder, or use write_mode replace")
                            .formatted(part));
        }
        try (RangeInput in = part.open()) {
            for (RowGroup group : requireNonNull(meta.getRow_groups())) {
                copy(group, in, part);
            }
        }
    }

    private void copy(RowGroup group, RangeInput in, SourceFile part) {
        long start = out.bytes();
        for (ColumnChunk chunk : requireNonNull(group.getColumns())) {
            ColumnMetaData meta = requireNonNull(chunk.getMeta_data());
            long from = meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0
                    ? Math.min(meta.getDictionary_page_offset(), meta.getData_page_offset())
                    : meta.getData_page_offset();
            long shift = out.bytes() - from;
            copyBytes(in, from, meta.getTotal_compressed_size(), part);
            meta.setData_page_offset(meta.getData_page_offset() + shift);
            if (meta.isSetDictionary_page_offset()) {
                meta.setDictionary_page_offset(meta.getDictionary_page_offset() + shift);
            }
            chunk.setFile_offset(0);
            indexes.add(PendingIndex.of(chunk, in, part, shift));
        }
        copyBlooms(group, in, part);
        group.setFile_offset(start);
        group.setOrdinal((short) Math.min(requireNonNull(joined.getRow_groups()).size(), Short.MAX_VALUE));
        joined.addToRow_groups(group);
        joined.setNum_rows(joined.getNum_rows() + group.getNum_rows());
    }

    private void copyBlooms(RowGroup group, RangeInput in, SourceFile part) {
        for (ColumnChunk chunk : requireNonNull(group.getColumns())) {
            ColumnMetaData meta = requireNonNull(chunk.getMeta_data());
            if (meta.isSetBloom_filter_offset() && meta.isSetBloom_filter_length()) {
                long at = out.bytes();
                copyBytes(in, meta.getBloom_filter_offset(), meta.getBloom_filter_length(), part);
                meta.setBloom_filter_offset(at);
            } else {
                meta.unsetBloom_filter_offset();
            }
        }
    }

    private void copyBytes(RangeInput in, long from, long length, SourceFile part) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BYTES);
        for (long at = from; at < from + length; ) {
            buffer.clear().limit((int) Math.min(COPY_BYTES, from + length - at));
            int read = in.read(buffer, at);
            if (read < 0) {
                throw ParquetFiles.notParquet(part.toString(), "a row group is cut short", null);
            }
            at += read;
            out.write(buffer.flip());
        }
    }

    private void end() throws IOException {
        for (PendingIndex index : indexes) {
            index.writeColumnIndex(out);
        }
        for (PendingIndex index : indexes) {
            index.writeOffsetIndex(out);
        }
        Footer.end(joined, out);
    }

    /// The page index of a copied chunk, written when all row groups are.
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way into a file; never compared
    private record PendingIndex(ColumnChunk chunk, byte[] columnIndex, byte[] offsetIndex, long shift) {
        static PendingIndex of(ColumnChunk chunk, RangeInput in, SourceFile part, long shift) {
            byte[] column = chunk.isSetColumn_index_offset()
                    ? ParquetFiles.read(in, chunk.getColumn_index_offset(), chunk.getColumn_index_length(), part)
                    : new byte[0];
            byte[] offset = chunk.isSetOffset_index_offset()
                    ? ParquetFiles.read(in, chunk.getOffset_index_offset(), chunk.getOffset_index_length(), part)
                    : new byte[0];
            return new PendingIndex(chunk, column, offset, shift);
        }

        void writeColumnIndex(StagedOutput to) {
            if (columnIndex.length > 0) {
                chunk.setColumn_index_offset(to.bytes());
                to.write(columnIndex);
            }
        }

        void writeOffsetIndex(StagedOutput to) throws IOException {
            if (offsetIndex.length > 0) {
                OffsetIndex offsets = Util.readOffsetIndex(new ByteArrayInputStream(offsetIndex));
                requireNonNull(offsets.getPage_locations()).forEach(page -> page.setOffset(page.getOffset() + shift));
                chunk.setOffset_index_offset(to.bytes());
                Util.writeOffsetIndex(offsets, to);
                chunk.setOffset_index_length((int) (to.bytes() - chunk.getOffset_index_offset()));
            }
        }
    }
}
