package io.datacook.connectors.duckdb;

import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.testkit.DestinationContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class DuckdbDestinationTest implements DestinationContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final Map<Path, DuckFiles.Shared> kept = new HashMap<>();

    @AfterEach
    void letGo() throws SQLException {
        for (DuckFiles.Shared file : kept.values()) {
            file.close();
        }
    }

    @Override
    public Set<DestinationFeature> features() {
        return Objects.requireNonNull(new DuckdbConnector().destination()).features();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        keepOpen(file(target));
        return DuckdbDestination.open(
                new DuckdbDestinationOptions(file(target), "main", ByteSize.parse("128MiB"), 2), context);
    }

    /// Opening a file takes DuckDB longer than anything the contract does with it.
    private void keepOpen(Path file) {
        if (!kept.containsKey(file)) {
            try {
                kept.put(file, DuckFiles.open(file, DuckDatabase.Access.WRITE, DuckHand.limits()));
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        }
    }

    private Path file(String target) {
        return folder.resolve(target + ".duckdb");
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        return DuckHand.rows(file(target), "SELECT * FROM main.main");
    }

    @Override
    public Set<String> typesComparedByNulls() {
        return Set.of("duration[us]");
    }

    @Override
    public List<TypeCase> types() {
        return TypeCases.all();
    }
}
