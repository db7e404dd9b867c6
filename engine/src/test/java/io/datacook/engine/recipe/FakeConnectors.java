package io.datacook.engine.recipe;

import io.datacook.api.ByteSize;
import io.datacook.api.Connector;
import io.datacook.api.DestinationFeature;
import io.datacook.api.DestinationRole;
import io.datacook.api.Option;
import io.datacook.api.Secret;
import io.datacook.api.SourceFeature;
import io.datacook.api.SourceRole;
import io.datacook.api.StateRole;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Connectors and steps with options of every type, that open nothing.
final class FakeConnectors {
    private FakeConnectors() {}

    /// Files, a database, and the steps recipes of the tests use.
    static Catalog catalog() {
        return Catalog.of(
                List.of(new Csv(), new Parquet(), new Postgres(), new Duckdb()),
                List.of(
                        new Verb<>("rename_columns", RenameColumns.class),
                        new Verb<>("add_column", AddColumn.class),
                        new Verb<>("audit", Audit.class),
                        new Verb<>("hash", Hash.class),
                        new Verb<>("mask", Mask.class),
                        new Verb<>("clean_numeric", CleanNumeric.class),
                        new Verb<>("cast", Cast.class)));
    }

    record CsvSource(
            @Option(value = "Files to read.", examples = "data/*.csv")
            Path path,

            @Option(value = "Between cells.", defaultValue = ",")
            String delimiter,

            @Option(value = "Whether the first line has names.", defaultValue = "true")
            boolean header,

            @Option("How lines are read.") @Nullable Dialect dialect) {}

    record Dialect(
            @Option(value = "Around cells.", defaultValue = "\"")
            char quote,

            @Option("The file's encoding.") @Nullable String encoding) {}

    record CsvDestination(@Option("Where files go.") Path path) {}

    enum Compression {
        NONE,
        SNAPPY,
        ZSTD
    }

    record ParquetDestination(
            @Option("Where files go.") Path path,

            @Option(value = "How pages are packed.", defaultValue = "zstd")
            Compression compression,

            @Option(value = "Files are cut at this size.", defaultValue = "128MiB")
            ByteSize fileSize,

            @Option("Rows in a row group.") @Nullable Integer rowGroupSize,

            @Option("Key-value pairs of the footer.") Map<String, String> properties) {
        ParquetDestination {
            if (rowGroupSize != null && rowGroupSize < 1) {
                throw new IllegalArgumentException("row_group_size must be at least 1, not " + rowGroupSize);
            }
        }
    }

    record PostgresOptions(
            @Option("Where the server is.") String host,

            @Option(value = "Its port.", defaultValue = "5432")
            int port,

            @Option("The database.") @Nullable String database,

            @Option("Who connects.") @Nullable String user,

            @Option("Their password.") @Nullable Secret password,

            @Option("The table.") String table,

            @Option("Columns to read.") List<String> columns,

            @Option(value = "How long a query may take.", defaultValue = "5m")
            Duration queryTimeout,

            @Option("How much encryption.") @Nullable String sslmode) {}

    record PostgresState(
            @Option("Where the server is.") String host,

            @Option("Their password.") @Nullable Secret password) {}

    record DuckdbOptions(
            @Option("The database file.") Path path,

            @Option(value = "The table.", defaultValue = "main")
            String table) {}

    record RenameColumns(@Option("Old names and new.") Map<String, String> mapping) {
        RenameColumns {
            if (mapping.isEmpty()) {
                throw new IllegalArgumentException("mapping is empty; name at least one column");
            }
        }
    }

    record AddColumn(
            @Option("The column.") String name,

            @Option("Its value.") @Nullable String value) {}

    record Audit(@Option("Which columns.") List<String> columns) {}

    record Hash(
            @Option("Which columns.") List<String> columns,

            @Option("The key.") Secret salt) {}

    record Mask(@Option("Which columns.") List<String> columns) {}

    record CleanNumeric(@Option("Which columns.") List<String> columns) {}

    enum OnError {
        FAIL,
        NULL,
        QUARANTINE
    }

    record Cast(
            @Option("Columns and types.") Map<String, String> columns,

            @Option("What happens to values that do not fit.") @Nullable
            OnError onError) {}

    private static IllegalStateException never() {
        return new IllegalStateException("reading a recipe opens nothing");
    }

    private static final class Csv implements Connector {
        @Override
        public String type() {
            return "csv";
        }

        @Override
        public String summary() {
            return "CSV files.";
        }

        @Override
        public SourceRole<?> source() {
            return new SourceRole<>(CsvSource.class, Set.of(SourceFeature.RESUME), (_, _) -> {
                throw never();
            });
        }

        @Override
        public DestinationRole<?> destination() {
            return new DestinationRole<>(
                    CsvDestination.class, Set.of(DestinationFeature.APPEND, DestinationFeature.REPLACE), (_, _) -> {
                        throw never();
                    });
        }
    }

    private static final class Parquet implements Connector {
        @Override
        public String type() {
            return "parquet";
        }

        @Override
        public String summary() {
            return "Parquet files.";
        }

        @Override
        public DestinationRole<?> destination() {
            return new DestinationRole<>(
                    ParquetDestination.class, Set.of(DestinationFeature.APPEND, DestinationFeature.REPLACE), (_, _) -> {
                        throw never();
                    });
        }
    }

    private static final class Postgres implements Connector {
        @Override
        public String type() {
            return "postgres";
        }

        @Override
        public String summary() {
            return "PostgreSQL.";
        }

        @Override
        public SourceRole<?> source() {
            return new SourceRole<>(PostgresOptions.class, Set.of(SourceFeature.TYPED), (_, _) -> {
                throw never();
            });
        }

        @Override
        public StateRole<?> state() {
            return new StateRole<>(PostgresState.class, (_, _) -> {
                throw never();
            });
        }
    }

    private static final class Duckdb implements Connector {
        @Override
        public String type() {
            return "duckdb";
        }

        @Override
        public String summary() {
            return "DuckDB files.";
        }

        @Override
        public DestinationRole<?> destination() {
            return new DestinationRole<>(DuckdbOptions.class, Set.of(DestinationFeature.values()), (_, _) -> {
                throw never();
            });
        }
    }

    private record Verb<C extends Record>(String type, Class<C> options) implements StepType<C> {
        @Override
        public String summary() {
            return "For tests.";
        }

        @Override
        public Step open(C step, Schema input, StepContext context) {
            throw never();
        }
    }
}
