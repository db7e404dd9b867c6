package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.connectors.files.RangeInput;
import io.datacook.connectors.files.SourceFile;
import java.io.IOException;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// Reads one column chunk page by page and hands out rows.
///
/// Holds one page, decoded. **Threading:** one thread at a time.
final class LeafReader {
    private static final int PAGE_BYTES_MAX = 1 << 30;

    private final FileLeaf leaf;
    private final ChunkInput in;
    private final CompressionCodec codec;
    private final ValueDecoder decoder;
    private final LeafRows page;
    private final long entriesTotal;
    private @Nullable LeafValues dictionary;
    private byte[] compressed = {};
    private byte[] raw = {};
    private long entriesRead;
    private int entry;
    private int value;

    LeafReader(FileLeaf leaf, ColumnMetaData meta, RangeInput input, SourceFile file) {
        this.leaf = leaf;
        long start = meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0
                ? Math.min(meta.getDictionary_page_offset(), meta.getData_page_offset())
                : meta.getData_page_offset();
        this.in = new ChunkInput(input, file, start, meta.getTotal_compressed_size());
        this.codec = requireNonNull(meta.getCodec());
        this.decoder = new ValueDecoder(leaf.element());
        this.page = new LeafRows(requireNonNull(leaf.element().getType()), leaf.definitionMax());
        this.entriesTotal = meta.getNum_values();
    }

    /// Reads rows behind those read before.
    ///
    /// @param into gets exactly so many rows; what was in it is gone
    void read(int rows, LeafRows into) {
        into.clear();
        take(rows, into);
    }

    /// Steps over rows; whole pages without decoding where the format tells their rows.
    void skip(long rows) {
        long left = rows;
        while (left > 0) {
            if (entry == page.entries) {
                long skipped = skipPages(left);
                left -= skipped;
                if (skipped > 0) {
                    continue;
                }
            }
            int some = (int) Math.min(left, 8192);
            LeafRows away = new LeafRows(requireNonNull(leaf.element().getType()), leaf.definitionMax());
            take(some, away);
            left -= some;
        }
    }

    private void take(int rows, LeafRows into) {
        int left = rows;
        boolean open = false;
        while (left > 0 || open) {
            if (entry == page.entries && !nextPage()) {
                if (left > 0) {
                    throw new CorruptPage("a column has fewer rows than its row group");
                }
                return;
            }
            int end = entry;
            if (leaf.repetitionMax() == 0) {
                end = Math.min(page.entries, entry + left);
                left -= end - entry;
            } else {
                while (end < page.entries && (left > 0 || page.repetition[end] != 0)) {
                    left -= page.repetition[end] == 0 ? 1 : 0;
                    end++;
                }
                // the last row may go on in the next page
                open = end == page.entries;
                if (end == entry) {
                    return;
                }
            }
            copy(end, into);
        }
    }

    private void copy(int end, LeafRows into) {
        int count = end - entry;
        into.reserve(count);
        int present = count;
        if (leaf.definitionMax() > 0) {
            System.arraycopy(page.definition, entry, into.definition, into.entries, count);
            if (!page.allPresent()) {
                present = 0;
                for (int i = entry; i < end; i++) {
                    present += page.definition[i] == leaf.definitionMax() ? 1 : 0;
                }
            }
        }
        if (leaf.repetitionMax() > 0) {
            System.arraycopy(page.repetition, entry, into.repetition, into.entries, count);
        }
        into.values.add(page.values, value, present);
        into.entries += count;
        entry = end;
        value += present;
    }

    private boolean nextPage() {
        while (entriesRead < entriesTotal) {
            PageHeader header = header();
            if (header.isSetDictionary_page_header()) {
                readDictionary(header);
            } else if (header.isSetData_page_header() || header.isSetData_page_header_v2()) {
                readPage(header);
                return true;
            } else {
                in.skipFully(header.getCompressed_page_size());
            }
        }
        return false;
    }

    private long skipPages(long rows) {
        if (entriesRead >= entriesTotal) {
            throw new CorruptPage("a column has fewer rows than its row group");
        }
        PageHeader header = header();
        if (header.isSetDictionary_page_header()) {
            readDictionary(header);
            return 0;
        }
        long pageRows = -1;
        int entries = 0;
        if (header.isSetData_page_header_v2()) {
            pageRows = requireNonNull(header.getData_page_header_v2()).getNum_rows();
            entries = requireNonNull(header.getData_page_header_v2()).getNum_values();
        } else if (header.isSetData_page_header() && leaf.repetitionMax() == 0) {
            entries = requireNonNull(header.getData_page_header()).getNum_values();
            pageRows = entries;
        }
        if (pageRows >= 0 && pageRows <= rows) {
            in.skipFully(header.getCompressed_page_size());
            entriesRead += entries;
            return pageRows;
        }
        if (header.isSetData_page_header() || header.isSetData_page_header_v2()) {
            readPage(header);
        } else {
            in.skipFully(header.getCompressed_page_size());
        }
        return 0;
    }

    private PageHeader header() {
        try {
            PageHeader header = Util.readPageHeader(in);
            if (header.getCompressed_page_size() < 0
                    || header.getCompressed_page_size() > PAGE_BYTES_MAX
                    || header.getUncompressed_page_size() < 0
                    || header.getUncompressed_page_size() > PAGE_BYTES_MAX) {
                throw new CorruptPage("a page of %d bytes".formatted(header.getUncompressed_page_size()));
            }
            return header;
        } catch (IOException damaged) {
            throw new CorruptPage("a page header cannot be read: " + damaged.getMessage());
        }
    }

    private void load(PageHeader header, int plainBytes, CompressionCodec how) {
        int size = header.getCompressed_page_size();
        int length = header.getUncompressed_page_size();
        if (plainBytes > size || plainBytes > length) {
            throw new CorruptPage("levels of %d bytes in a page of %d".formatted(plainBytes, size));
        }
        compressed = grown(compressed, size);
        raw = grown(raw, length);
        in.readFully(compressed, size);
        System.arraycopy(compressed, 0, raw, 0, plainBytes);
        if (length > plainBytes) {
            Decompressor.decompress(
                    how, compressed, plainBytes, size - plainBytes, raw, plainBytes, length - plainBytes);
        }
    }

    private void readDictionary(PageHeader header) {
        load(header, 0, codec);
        LeafValues values = new LeafValues(requireNonNull(leaf.element().getType()));
        int count = requireNonNull(header.getDictionary_page_header()).getNum_values();
        decoder.decode(Encoding.PLAIN, raw, 0, header.getUncompressed_page_size(), count, null, values);
        dictionary = values;
    }

    private void readPage(PageHeader header) {
        page.clear();
        entry = 0;
        value = 0;
        int end = header.getUncompressed_page_size();
        DataPageHeader first = header.getData_page_header();
        DataPageHeaderV2 second = header.getData_page_header_v2();
        if (second != null) {
            int levels = second.getRepetition_levels_byte_length() + second.getDefinition_levels_byte_length();
            boolean packed = !second.isSetIs_compressed() || second.isIs_compressed();
            load(header, levels, packed ? codec : CompressionCodec.UNCOMPRESSED);
            begin(second.getNum_values());
            int split = second.getRepetition_levels_byte_length();
            levels(0, split, page.repetition, leaf.repetitionMax());
            levels(split, levels, page.definition, leaf.definitionMax());
            values(requireNonNull(second.getEncoding()), levels, end);
        } else if (first != null) {
            load(header, 0, codec);
            begin(first.getNum_values());
            int at = sizedLevels(first.getRepetition_level_encoding(), 0, end, page.repetition, leaf.repetitionMax());
            at = sizedLevels(first.getDefinition_level_encoding(), at, end, page.definition, leaf.definitionMax());
            values(requireNonNull(first.getEncoding()), at, end);
        }
        entriesRead += page.entries;
    }

    private void begin(int entries) {
        if (entries < 0 || entries > entriesTotal - entriesRead) {
            throw new CorruptPage("a page of %d entries".formatted(entries));
        }
        page.reserve(entries);
        page.entries = entries;
    }

    private void levels(int at, int end, int[] into, int max) {
        if (max > 0) {
            RunLength.decode(raw, at, end, BitPacking.width(max), into, page.entries);
        }
    }

    private int sizedLevels(@Nullable Encoding encoding, int at, int end, int[] into, int max) {
        if (max == 0) {
            return at;
        }
        if (encoding == Encoding.BIT_PACKED) {
            throw new CorruptPage(
                    "levels are BIT_PACKED, as writers before 2014 had them, which Datacook does not read");
        }
        int length = Bytes.intAt(raw, at);
        if (length < 0 || length > end - at - 4) {
            throw new CorruptPage("levels of %d bytes".formatted(length));
        }
        levels(at + 4, at + 4 + length, into, max);
        return at + 4 + length;
    }

    private void values(Encoding encoding, int at, int end) {
        int present = page.entries;
        if (leaf.definitionMax() > 0) {
            present = 0;
            for (int i = 0; i < page.entries; i++) {
                present += page.definition[i] == leaf.definitionMax() ? 1 : 0;
            }
        }
        decoder.decode(encoding, raw, at, end, present, dictionary, page.values);
    }

    private static byte[] grown(byte[] array, int needed) {
        return array.length >= needed + BitPacking.SLACK_BYTES ? array : new byte[needed + BitPacking.SLACK_BYTES];
    }
}
