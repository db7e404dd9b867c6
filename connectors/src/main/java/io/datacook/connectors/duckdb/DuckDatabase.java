package io.datacook.connectors.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/// A running DuckDB: a file or memory, with bounds, shut off from other files and from the network.
///
/// What SQL says cannot reach outside: external access is off, extensions are not loaded, the configuration is locked.
/// **Threading:** [#connect] may be called by all threads; a connection is for one. **Closing:** by its owner, after
/// all
/// its connections; the last close of a file writes its log into it.
final class DuckDatabase implements AutoCloseable {
    /// How a file is opened.
    enum Access {
        /// Many processes may read a file that nobody writes; the file must exist.
        READ,
        /// One process may write a file; an absent file is created.
        WRITE
    }

    private static final AtomicLong INSTANCES = new AtomicLong();

    private final DuckDBConnection root;

    private DuckDatabase(DuckDBConnection root) {
        this.root = root;
    }

    /// A database that lives in memory and in the spill folder.
    static DuckDatabase memory(DuckLimits limits) throws SQLException {
        return open("", Access.WRITE, limits);
    }

    /// A database file.
    static DuckDatabase file(Path path, Access access, DuckLimits limits) throws SQLException {
        return open(path.toString(), access, limits);
    }

    private static DuckDatabase open(String path, Access access, DuckLimits limits) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        // Instances are shared by DuckFiles, on purpose and with one configuration, not by the driver.
        properties.setProperty(DuckDBDriver.JDBC_INSTANCE_CACHE, "false");
        properties.setProperty("memory_limit", limits.memory().bytes() + "B");
        properties.setProperty("threads", Integer.toString(limits.threads()));
        properties.setProperty("temp_directory", spill(limits.spill()));
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        if (access == Access.READ) {
            properties.setProperty("access_mode", "READ_ONLY");
        }
        // Never through DriverManager: native images find no driver there.
        DuckDBConnection root = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + path, properties);
        try (Statement statement = root.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET arrow_lossless_conversion = true");
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            return new DuckDatabase(root);
        } catch (SQLException | RuntimeException failed) {
            root.close();
            throw failed;
        }
    }

    /// A folder for this instance alone: two of them in one would overwrite each other's files. DuckDB makes it when it
    /// spills, but not the folders above it.
    private static String spill(@Nullable Path folder) throws SQLException {
        if (folder == null) {
            return "";
        }
        try {
            Path absolute = folder.toAbsolutePath();
            Files.createDirectories(absolute);
            return absolute.resolve("instance-" + INSTANCES.incrementAndGet()).toString();
        } catch (IOException failed) {
            throw new SQLException("IO Error: cannot make the scratch folder " + folder, failed);
        }
    }

    /// A connection of its own to this database.
    ///
    /// @return closed by the caller
    DuckDBConnection connect() throws SQLException {
        return root.duplicate();
    }

    @Override
    public void close() throws SQLException {
        root.close();
    }
}
