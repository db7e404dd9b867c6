package io.datacook.connectors.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.connectors.files.StagedFileDestination;
import io.datacook.connectors.files.storage.Storages;
import io.datacook.testkit.DestinationContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class JsonDestinationTest implements DestinationContract {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Override
    public Set<DestinationFeature> features() {
        return Objects.requireNonNull(new JsonConnector().destination()).features();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        return open(JsonDestinationOptions.of(folder.resolve(target).toString()), context);
    }

    static Destination open(JsonDestinationOptions options, ConnectorContext context) {
        return StagedFileDestination.open(
                Storages.destination(options.path(), options.store(), context),
                options.path(),
                JsonFormat.of(options),
                options.fileSize(),
                context);
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        Path files = folder.resolve(target);
        if (!Files.isDirectory(files)) {
            return List.of();
        }
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (Stream<Path> found = Files.list(files)) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(".ndjson")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    rows.add(row(line));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return rows;
    }

    private static Map<String, @Nullable String> row(String line) throws IOException {
        Map<String, @Nullable String> row = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : MAPPER.readTree(line).properties()) {
            row.put(field.getKey(), field.getValue().isNull() ? null : text(field.getValue()));
        }
        return row;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    @Override
    public List<TypeCase> types() {
        return JsonTypeCases.all();
    }
}
