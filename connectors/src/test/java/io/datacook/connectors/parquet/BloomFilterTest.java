package io.datacook.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.connectors.files.RangeInput;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.testkit.Tables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BloomFilterTest {
    private static final Schema SCHEMA =
            Tables.schema(Tables.field("id", Tables.INT64), Tables.field("name", Tables.STRING));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 3_000, 60_000})
    void parquetsOwnFilterFindsEveryValueAndHardlyAnyOther(int rows) throws IOException {
        Path file = write(rows, List.of("id", "name"));

        BlockSplitBloomFilter ids = filter(file, 0);
        BlockSplitBloomFilter names = filter(file, 1);
        int wrong = 0;
        for (long id = 0; id < rows; id++) {
            assertThat(ids.findHash(ids.hash(3 * id))).isTrue();
            assertThat(names.findHash(names.hash(Binary.fromString("name-" + id))))
                    .isTrue();
            wrong += ids.findHash(ids.hash(3 * id + 1)) ? 1 : 0;
        }
        assertThat(wrong).isLessThan(2 + rows / 50);
    }

    @Test
    void aFilterOfFewValuesIsSmall() throws IOException {
        assertThat(filter(write(40, List.of("id")), 0).getBitsetSize()).isLessThan(512);
    }

    @Test
    void duckdbFindsRowsByTheirFilteredColumn() throws IOException {
        Path file = write(3_000, List.of("id", "name"));

        assertThat(ParquetHand.query("SELECT id FROM '%s' WHERE name = 'name-2999'".formatted(file)))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("id", "8997"));
    }

    @Test
    void joinedFilesKeepTheirFilters() throws IOException {
        Path file = write(500, List.of("id"));
        Path joined = folder.resolve("joined.parquet");
        try (StagedOutput out = StagedOutput.create(joined)) {
            SourceFile part = SourceFile.of(file, "part");
            FileJoin.join(List.of(part, part), out);
        }

        BlockSplitBloomFilter ids = filter(joined, 0);
        assertThat(ids.findHash(ids.hash(3L * 499))).isTrue();
        assertThat(ParquetHand.query("SELECT count(*) AS n, sum(id) AS s FROM '%s'".formatted(joined)))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("n", "1000").containsEntry("s", "748500"));
    }

    @Test
    void aColumnThatIsNotThereIsNamed() {
        ParquetFormat format = new ParquetFormat(settings(List.of("nam")));

        assertThatThrownBy(() -> format.stored(SCHEMA))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining("'nam'")
                .hasMessageContaining("Did you mean 'name'?");
    }

    private static WriteSettings settings(List<String> columns) {
        return new WriteSettings(Compression.SNAPPY, 0, 1 << 20, 1 << 20, 1000, 8192, 8192, 0, columns);
    }

    private Path write(int rows, List<String> columns) {
        Path file = folder.resolve("bloom.parquet");
        try (BufferAllocator allocator = new RootAllocator()) {
            List<@Nullable Object[]> values = new ArrayList<>();
            for (long id = 0; id < rows; id++) {
                values.add(new @Nullable Object[] {3 * id, "name-" + id});
            }
            try (io.datacook.api.Batch batch = Tables.batch(allocator, SCHEMA, 1, values)) {
                ParquetHand.write(file, SCHEMA, settings(columns), List.of(batch.rows()));
            }
        }
        return file;
    }

    private static BlockSplitBloomFilter filter(Path file, int column) throws IOException {
        ColumnMetaData meta = Objects.requireNonNull(Objects.requireNonNull(OpenFile.of(SourceFile.of(file, "bloom"))
                        .groups()
                        .getFirst()
                        .getColumns())
                .get(column)
                .getMeta_data());
        SourceFile source = SourceFile.of(file, "bloom");
        try (RangeInput input = source.open()) {
            byte[] bytes =
                    ParquetFiles.read(input, meta.getBloom_filter_offset(), meta.getBloom_filter_length(), source);
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            BloomFilterHeader header = Util.readBloomFilterHeader(in);
            byte[] bits = in.readAllBytes();
            assertThat(bits).hasSize(header.getNumBytes());
            return new BlockSplitBloomFilter(bits);
        }
    }
}
