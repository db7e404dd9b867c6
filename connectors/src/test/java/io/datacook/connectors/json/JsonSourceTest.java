package io.datacook.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import io.datacook.testkit.SourceContract;
import io.datacook.testkit.SourceHand;
import io.datacook.testkit.SourceSubject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonSourceTest implements SourceContract {
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("id", "int64");
        COLUMNS.put("name", "string");
        COLUMNS.put("changed", "int64");
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Override
    public Set<SourceFeature> features() {
        return Objects.requireNonNull(new JsonConnector().source()).features();
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Source open(ConnectorContext context, int rows) {
        return rows == 0 ? empty(context) : open(context, "rows-" + rows + ".ndjson", text(rows));
    }

    /// A file of nothing has the columns that are declared.
    private Source empty(ConnectorContext context) {
        return open(context, "empty.ndjson", "");
    }

    /// Opens a file or folder below the test's.
    Source openFile(ConnectorContext context, String name) {
        return JsonSource.open(options(name), context);
    }

    static JsonSourceOptions options(String path) {
        return JsonFiles.options(path, Map.of("columns", COLUMNS));
    }

    @Override
    public Source openMissing(ConnectorContext context) {
        return openFile(context, "missing.json");
    }

    @Override
    public String missingName() {
        return "missing.json";
    }

    @Override
    public @Nullable Source openWithBadRow(ConnectorContext context) {
        return open(context, "bad.ndjson", text(5).replace("\"row-3\"", "\"row-3"));
    }

    /// Longer than what one look at a file brings, so that records lie across its ends.
    @Test
    void linesThatAWindowCutsAreReadWhole() {
        int rows = 20_000;
        write("long.ndjson", text(rows));

        try (SourceHand hand = SourceHand.open(folder, 1, context -> openFile(context, "long.ndjson"))) {
            assertThat(hand.readAll(hand.request()).ids()).hasSize(rows).isSorted();
        }
    }

    static String text(int rows) {
        StringBuilder text = new StringBuilder();
        for (Row row : SourceSubject.table(rows)) {
            text.append("{\"id\":").append(row.id()).append(",\"name\":");
            text.append(row.name() == null ? "null" : "\"" + row.name() + "\"");
            text.append(",\"changed\":").append(row.changed()).append("}\n");
        }
        return text.toString();
    }

    private Source open(ConnectorContext context, String name, String text) {
        write(name, text);
        return openFile(context, name);
    }

    private void write(String name, String text) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, text);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
