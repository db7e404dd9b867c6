package io.datacook.connectors.duckdb;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// The database files this process has open: one instance for each, shared by all sources, loads and lanes.
///
/// DuckDB locks a file for the process that writes it, and two instances of one file in one process would not see each
/// other's changes. **Threading:** safe for all threads.
final class DuckFiles {
    private static final Map<Path, Instance> OPEN = new HashMap<>();

    private DuckFiles() {}

    /// Opens a file, or joins who has it open; the first one's limits hold.
    ///
    /// @return closed by the caller; the last one closes the file
    /// @throws DatacookException `RECIPE_UNSUPPORTED` if this process reads the file already and shall now write it
    static Shared open(Path file, DuckDatabase.Access access, DuckLimits limits) throws SQLException {
        Path path = real(file);
        if (path.toString().indexOf(';') >= 0) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED, "path is '%s'; DuckDB takes no ';' in a path".formatted(file));
        }
        synchronized (OPEN) {
            Instance instance = OPEN.get(path);
            if (instance == null) {
                instance = new Instance(path, access, DuckDatabase.file(path, access, limits));
                OPEN.put(path, instance);
            } else if (access == DuckDatabase.Access.WRITE && instance.access == DuckDatabase.Access.READ) {
                throw new DatacookException(
                        ErrorCode.RECIPE_UNSUPPORTED,
                        ("%s is read and written by the same run, which DuckDB does not allow; "
                                        + "load into another file, or move the rows with SQL inside of DuckDB")
                                .formatted(file));
            }
            instance.holders++;
            return new Shared(instance);
        }
    }

    /// What [#look] does.
    @FunctionalInterface
    interface Look<T extends @Nullable Object> {
        /// Looks.
        ///
        /// @param connection closed by [#look]
        T at(DuckDBConnection connection) throws SQLException;
    }

    /// Looks into a file for a moment without keeping it open; who wants to write it meanwhile waits.
    static <T extends @Nullable Object> T look(Path file, DuckLimits limits, Look<T> look) throws SQLException {
        synchronized (OPEN) {
            try (Shared shared = open(file, DuckDatabase.Access.READ, limits);
                    DuckDBConnection connection = shared.connect()) {
                return look.at(connection);
            }
        }
    }

    private static Path real(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        try {
            if (Files.exists(absolute)) {
                return absolute.toRealPath();
            }
            return folder == null ? absolute : folder.toRealPath().resolve(String.valueOf(absolute.getFileName()));
        } catch (IOException absent) {
            return absolute; // DuckDB says what is wrong with it
        }
    }

    private static final class Instance {
        private final Path path;
        private final DuckDatabase.Access access;
        private final DuckDatabase database;
        private final ReentrantLock changes = new ReentrantLock(true);
        private final Map<String, Integer> loading = new HashMap<>();
        private final Set<String> crowded = new HashSet<>();
        private int holders;

        private Instance(Path path, DuckDatabase.Access access, DuckDatabase database) {
            this.path = path;
            this.access = access;
            this.database = database;
        }
    }

    /// One holder's share of an open file.
    static final class Shared implements AutoCloseable {
        private final Instance instance;
        private boolean closed;

        private Shared(Instance instance) {
            this.instance = instance;
        }

        /// A connection of its own, closed by the caller.
        DuckDBConnection connect() throws SQLException {
            return instance.database.connect();
        }

        /// Notes that a load into a table begins or ends.
        ///
        /// @param change 1 or -1
        void loading(TableName table, int change) {
            synchronized (instance.loading) {
                if (instance.loading.merge(table.sql(), change, Integer::sum) > 1) {
                    instance.crowded.add(table.sql());
                }
            }
        }

        /// Whether two loads have been into a table at once.
        boolean isCrowded(TableName table) {
            synchronized (instance.loading) {
                return instance.crowded.contains(table.sql());
            }
        }

        /// Held around transactions that change what other lanes may change too, so that none of them conflicts.
        ReentrantLock changes() {
            return instance.changes;
        }

        @Override
        public void close() throws SQLException {
            synchronized (OPEN) {
                if (closed) {
                    return;
                }
                closed = true;
                instance.holders--;
                if (instance.holders == 0) {
                    OPEN.remove(instance.path);
                    instance.database.close();
                }
            }
        }
    }
}
