package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.StagedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// Holds the compressed pages of one column of the open row group, and writes them as one chunk.
///
/// Data pages are of version 2: levels stay uncompressed, and a page whose values hardly shrink is kept as it is.
/// **Threading:** one thread at a time.
final class PageSink {
    /// A page is kept raw unless compression saves a tenth.
    private static final double WORTH_IT = 0.9;

    /// After so many pages in a row that were kept raw, so many are not even tried.
    private static final int RAW_BEFORE_PAUSE = 2;

    private static final int PAUSE_PAGES = 8;

    private final Leaf leaf;
    private final Scratch scratch;
    private final Bytes head = new Bytes(128);
    private final List<byte[]> pages = new ArrayList<>();
    private final List<Long> rowsOfPages = new ArrayList<>();
    private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    private final ColumnIndexBuilder index;
    private byte @Nullable [] dictionaryPage;
    private int rawInRow;
    private int pause;
    private long bytes;
    private long bytesUncompressed;
    private long entries;
    private long rows;

    PageSink(Leaf leaf, Scratch scratch) {
        this.leaf = leaf;
        this.scratch = scratch;
        this.index = new ColumnIndexBuilder(leaf.type());
    }

    /// Compressed bytes held.
    long bytes() {
        return bytes;
    }

    /// Entries in the pages of this row group.
    long entries() {
        return entries;
    }

    /// Adds a data page.
    void add(Page page) {
        int levelBytes = page.repetition().size + page.definition().size;
        boolean packed = pack(page.values());
        Bytes body = packed ? scratch.compressed : page.values();
        DataPageHeaderV2 header = new DataPageHeaderV2(
                page.entries(),
                page.nulls(),
                page.rows(),
                page.encoding(),
                page.definition().size,
                page.repetition().size);
        header.setIs_compressed(packed);
        header.setStatistics(page.range().statistics(page.nulls(), leaf.type()));
        PageHeader pageHeader =
                new PageHeader(PageType.DATA_PAGE_V2, levelBytes + page.values().size, levelBytes + body.size);
        pageHeader.setData_page_header_v2(header);
        byte[] whole = whole(pageHeader, page.repetition(), page.definition(), body);
        pages.add(whole);
        bytes += whole.length;
        bytesUncompressed += whole.length - body.size + page.values().size;
        rowsOfPages.add(rows);
        rows += page.rows();
        entries += page.entries();
        encodings.add(page.encoding());
        encodings.add(Encoding.RLE);
        index.add(page);
    }

    /// Sets the dictionary that pages of this row group refer to.
    void dictionary(Bytes values, int count) {
        Bytes compressed = scratch.compressed;
        compressed.clear();
        scratch.compressor.compress(values.array, 0, values.size, compressed);
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, values.size, compressed.size);
        header.setDictionary_page_header(new DictionaryPageHeader(count, Encoding.PLAIN));
        dictionaryPage = whole(header, compressed);
        bytes += dictionaryPage.length;
        bytesUncompressed += dictionaryPage.length - compressed.size + values.size;
        encodings.add(Encoding.PLAIN);
    }

    /// Writes the chunk and forgets the pages.
    Chunk write(StagedOutput out) {
        long start = out.bytes();
        if (dictionaryPage != null) {
            out.write(dictionaryPage);
        }
        OffsetIndex offsets = new OffsetIndex(new ArrayList<>());
        long firstData = out.bytes();
        for (int i = 0; i < pages.size(); i++) {
            byte[] page = pages.get(i);
            offsets.addToPage_locations(new PageLocation(out.bytes(), page.length, rowsOfPages.get(i)));
            out.write(page);
        }
        ColumnMetaData meta = new ColumnMetaData(
                leaf.type().physical(),
                List.copyOf(encodings),
                leaf.path(),
                scratch.codec,
                entries,
                bytesUncompressed,
                out.bytes() - start,
                firstData);
        if (dictionaryPage != null) {
            meta.setDictionary_page_offset(start);
        }
        meta.setStatistics(index.chunkStatistics());
        ColumnChunk chunk = new ColumnChunk(0);
        chunk.setMeta_data(meta);
        Chunk written = new Chunk(chunk, offsets, index.build());
        clear();
        return written;
    }

    private void clear() {
        pages.clear();
        rowsOfPages.clear();
        encodings.clear();
        index.clear();
        dictionaryPage = null;
        bytes = 0;
        bytesUncompressed = 0;
        entries = 0;
        rows = 0;
    }

    private boolean pack(Bytes values) {
        if (scratch.codec == CompressionCodec.UNCOMPRESSED || values.size == 0) {
            return false;
        }
        if (pause > 0) {
            pause--;
            return false;
        }
        scratch.compressed.clear();
        scratch.compressor.compress(values.array, 0, values.size, scratch.compressed);
        boolean worthIt = scratch.compressed.size < values.size * WORTH_IT;
        rawInRow = worthIt ? 0 : rawInRow + 1;
        if (rawInRow == RAW_BEFORE_PAUSE) {
            rawInRow = 0;
            pause = PAUSE_PAGES;
        }
        return worthIt;
    }

    /// A page as the file has it, in an array of just its size.
    private byte[] whole(PageHeader header, Bytes... parts) {
        head.clear();
        try {
            Util.writePageHeader(header, head);
        } catch (IOException failure) {
            throw new DatacookException(ErrorCode.INTERNAL, "a page header could not be written", failure);
        }
        int length = head.size;
        for (Bytes part : parts) {
            length += part.size;
        }
        byte[] page = new byte[length];
        System.arraycopy(head.array, 0, page, 0, head.size);
        int at = head.size;
        for (Bytes part : parts) {
            System.arraycopy(part.array, 0, page, at, part.size);
            at += part.size;
        }
        return page;
    }

    /// One data page before compression.
    ///
    /// @param rows that begin in it
    /// @param range of its values
    record Page(
            Encoding encoding,
            int entries,
            int rows,
            int nulls,
            Bytes repetition,
            Bytes definition,
            Bytes values,
            ValueRange range) {}

    /// What the footer says of a chunk that was written.
    ///
    /// @param index `null` where the column has no order
    record Chunk(
            ColumnChunk chunk,
            OffsetIndex offsets,
            @Nullable ColumnIndex index) {}
}
