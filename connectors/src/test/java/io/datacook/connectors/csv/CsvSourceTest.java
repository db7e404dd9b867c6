package io.datacook.connectors.csv;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import io.datacook.testkit.SourceContract;
import io.datacook.testkit.SourceSubject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest implements SourceContract {
    @TempDir
    Path folder;

    @Override
    public Set<SourceFeature> features() {
        return Objects.requireNonNull(new CsvConnector().source()).features();
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Source open(ConnectorContext context, int rows) {
        return open(context, "rows-" + rows + ".csv", text(rows));
    }

    /// Opens a file or folder below the test's.
    Source openFile(ConnectorContext context, String name) {
        return CsvSource.open(CsvSourceOptions.of(name), context);
    }

    @Override
    public Source openMissing(ConnectorContext context) {
        return openFile(context, "missing.csv");
    }

    @Override
    public String missingName() {
        return "missing.csv";
    }

    @Override
    public @Nullable Source openWithBadRow(ConnectorContext context) {
        return open(context, "bad.csv", text(5).replace("3,row-3,2", "3,row-3,2,more"));
    }

    private static String text(int rows) {
        StringBuilder text = new StringBuilder("id,name,changed\n");
        for (Row row : SourceSubject.table(rows)) {
            text.append(row.id()).append(',');
            text.append(row.name() == null ? "" : row.name()).append(',');
            text.append(row.changed() == null ? "" : row.changed()).append('\n');
        }
        return text.toString();
    }

    private Source open(ConnectorContext context, String name, String text) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, text);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return openFile(context, name);
    }
}
