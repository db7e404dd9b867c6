package io.datacook.connectors.parquet;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.testkit.DestinationContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class ParquetDestinationTest implements DestinationContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Override
    public Set<DestinationFeature> features() {
        return Objects.requireNonNull(new ParquetConnector().destination()).features();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        return ParquetHand.open(ParquetHand.options(folder.resolve(target).toString()), context);
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        if (!hasFiles(folder.resolve(target))) {
            return List.of();
        }
        return ParquetHand.query("SELECT columns(*)::varchar FROM read_parquet('%s/**/*.parquet', union_by_name = true)"
                .formatted(folder.resolve(target)));
    }

    private static boolean hasFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public List<TypeCase> types() {
        return ParquetTypeCases.all();
    }
}
