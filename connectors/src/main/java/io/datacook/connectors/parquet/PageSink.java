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
    private final PageStore pages;
    private final List<PageLocation> locations = new ArrayList<>();
    private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    private final ColumnIndexBuilder index;
    private @Nullable Bytes dictionaryPage;
    private int rawInRow;
    private int pause;
    private long bytesUncompressed;
    private long entries;
    private long rows;

    PageSink(Leaf leaf, Scratch scratch) {
        this.leaf = leaf;
        this.scratch = scratch;
        this.pages = new PageStore(scratch.segments);
        this.index = new ColumnIndexBuilder(leaf.type());
    }

    /// Compressed bytes held.
    long bytes() {
        return pages.size();
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
        long start = pages.size();
        putHead(pageHeader);
        pages.add(head);
        pages.add(page.repetition());
        pages.add(page.definition());
        pages.add(body);
        int length = (int) (pages.size() - start);
        bytesUncompressed += length - body.size + page.values().size;
        locations.add(new PageLocation(start, length, rows));
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
        putHead(header);
        Bytes page = new Bytes(head.size + compressed.size);
        page.write(head.array, 0, head.size);
        page.write(compressed.array, 0, compressed.size);
        dictionaryPage = page;
        bytesUncompressed += head.size + values.size;
        encodings.add(Encoding.PLAIN);
    }

    /// Writes the chunk and forgets the pages.
    Chunk write(StagedOutput out) {
        long start = out.bytes();
        if (dictionaryPage != null) {
            out.write(dictionaryPage.array, 0, dictionaryPage.size);
        }
        long firstData = out.bytes();
        for (PageLocation location : locations) {
            location.setOffset(firstData + location.getOffset());
        }
        OffsetIndex offsets = new OffsetIndex(new ArrayList<>(locations));
        pages.moveTo(out);
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
        locations.clear();
        encodings.clear();
        index.clear();
        dictionaryPage = null;
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

    private void putHead(PageHeader header) {
        head.clear();
        try {
            Util.writePageHeader(header, head);
        } catch (IOException failure) {
            throw new DatacookException(ErrorCode.INTERNAL, "a page header could not be written", failure);
        }
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
