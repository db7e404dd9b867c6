package io.datacook.connectors.parquet;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.testkit.DestinationCrashContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// The kill at every point once more, for a target that is one file.
class ParquetSingleFileTest implements DestinationCrashContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Override
    public Set<DestinationFeature> features() {
        return Set.of(DestinationFeature.STAGED, DestinationFeature.APPEND, DestinationFeature.REPLACE);
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        return ParquetHand.open(ParquetHand.options(file(target).toString()), context);
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        return Files.exists(file(target)) ? ParquetHand.query("SELECT * FROM '%s'".formatted(file(target))) : List.of();
    }

    @Override
    public List<TypeCase> types() {
        return ParquetTypeCases.all();
    }

    private Path file(String target) {
        return folder.resolve(target + ".parquet");
    }
}
