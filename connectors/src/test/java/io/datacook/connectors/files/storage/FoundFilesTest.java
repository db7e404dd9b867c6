package io.datacook.connectors.files.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.ConnectorContext;
import io.datacook.api.StreamInfo;
import io.datacook.connectors.files.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a set of files is called and how large it is, whichever way its path is written.
class FoundFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            data/line-item.v2.csv, line-item, 3
            data/line*.csv*, line, 8
            data/line-item?.csv.gz, line-item, 5
            data, data, 8
            data/, data, 8
            data/*, csv, 8
            """)
    void aStreamIsNamedAfterWhatItsFilesShare(String path, String name, long bytes) throws Exception {
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/line-item.v2.csv"), "a\n1");
        Files.writeString(folder.resolve("data/line-item3.csv.gz"), "12345");

        try (BufferAllocator allocator = new RootAllocator();
                FoundFiles files = FoundFiles.of(
                        path,
                        ObjectStore.AMAZON,
                        new ConnectorContext(allocator, Clock.systemUTC(), folder, folder, 1),
                        List.of("csv", "csv.gz"))) {
            StreamInfo info = files.describe("csv", new Schema(List.of()), -1);

            assertThat(info.name()).isEqualTo(name);
            assertThat(info.bytesEstimate()).isEqualTo(bytes);
            assertThat(info.options()).isEqualTo(Map.of("path", path));
        }
    }
}
