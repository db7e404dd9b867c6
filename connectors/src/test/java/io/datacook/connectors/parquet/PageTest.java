package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.connectors.files.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final ArrowType TEXT = new ArrowType.Utf8();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void pagesOfLongTextsEndByTheirBytes() throws IOException {
        // Given 1,000 texts of 1 KiB, nulls between them, and pages of 16 KiB, the least there is
        Path file = folder.resolve("long.parquet");
        try (BufferAllocator allocator = new RootAllocator();
                VarCharVector texts = new VarCharVector("text", allocator)) {
            texts.allocateNew(1 << 20, 1_000);
            for (int row = 0; row < 1_000; row++) {
                if (row % 10 != 0) {
                    texts.setSafe(row, "%01024d".formatted(row).getBytes(StandardCharsets.US_ASCII));
                }
            }
            texts.setValueCount(1_000);
            write(file, new VectorSchemaRoot(List.of(texts)));
        }

        // Then no page has more rows than that, for a batch does not become one page
        List<PageLocation> pages = pages(file);
        for (int page = 1; page < pages.size(); page++) {
            assertThat(pages.get(page).getFirst_row_index()
                            - pages.get(page - 1).getFirst_row_index())
                    .isBetween(16L, 18L);
        }
        assertThat(ParquetHand.query("SELECT count(text)::varchar AS n, sum(text::bigint)::varchar AS sum "
                                + "FROM read_parquet('%s')".formatted(file))
                        .getFirst())
                .containsEntry("n", "900")
                .containsEntry("sum", Integer.toString(999 * 500 - 990 * 50));
    }

    @Test
    void pagesOfLongValuesOfOneLengthDoToo() throws IOException {
        Path file = folder.resolve("fixed.parquet");
        try (BufferAllocator allocator = new RootAllocator();
                FixedSizeBinaryVector values = new FixedSizeBinaryVector("value", allocator, 1024)) {
            values.allocateNew(1_000);
            for (int row = 0; row < 1_000; row++) {
                values.set(row, "%01024d".formatted(row).getBytes(StandardCharsets.US_ASCII));
            }
            values.setValueCount(1_000);
            write(file, new VectorSchemaRoot(List.of(values)));
        }

        List<PageLocation> pages = pages(file);
        assertThat(pages).hasSize(63);
        assertThat(pages.get(1).getFirst_row_index()).isEqualTo(16);
    }

    @Test
    void viewsOfListsMayPointAnywhere() {
        // Given three lists whose elements lie in another order than the lists, one twice
        Path file = folder.resolve("views.parquet");
        try (BufferAllocator allocator = new RootAllocator();
                ListViewVector lists = ListViewVector.empty("tags", allocator)) {
            lists.addOrGetVector(FieldType.nullable(TEXT));
            lists.allocateNew();
            VarCharVector elements = (VarCharVector) lists.getDataVector();
            for (int i = 0; i < 4; i++) {
                elements.setSafe(i, "abcdef".substring(0, i + 1).getBytes(StandardCharsets.US_ASCII));
            }
            elements.setValueCount(4);
            int[][] views = {{2, 2}, {0, 1}, {1, 2}};
            for (int row = 0; row < views.length; row++) {
                lists.setOffset(row, views[row][0]);
                lists.setSize(row, views[row][1]);
                lists.setValidity(row, 1);
            }
            lists.setValueCount(3);
            write(file, new VectorSchemaRoot(List.of(lists)));
        }

        assertThat(ParquetHand.query("SELECT tags::varchar AS tags FROM read_parquet('%s')".formatted(file)))
                .extracting(row -> row.get("tags"))
                .containsExactly("[abc, abcd]", "[a]", "[ab, abc]");
    }

    private static void write(Path file, VectorSchemaRoot rows) {
        ParquetHand.write(file, rows.getSchema(), ParquetHand.small(Compression.NONE, 10_000, 5_000), List.of(rows));
    }

    private static List<PageLocation> pages(Path file) throws IOException {
        OpenFile open = OpenFile.of(SourceFile.of(file, "long.parquet"));
        try (InputStream in = Files.newInputStream(file)) {
            List<ColumnChunk> chunks = requireNonNull(open.groups().getFirst().getColumns());
            in.skipNBytes(chunks.getFirst().getOffset_index_offset());
            OffsetIndex index = requireNonNull(Util.readOffsetIndex(in));
            return requireNonNull(index.getPage_locations());
        }
    }
}
