package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.kill.RealProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process loads what it was asked for: connectors are named in a table of contents each, and nothing behind it is
/// touched before a recipe names it.
class LazyConnectorsIT {
    /// Libraries that belong to one connector each.
    private static final List<String> HEAVY =
            List.of("org.duckdb.", "org.postgresql.", "org.apache.arrow.c.", "software.amazon.");

    @TempDir
    private Path folder;

    @Test
    void aRunLoadsOnlyTheConnectorsItNames() throws Exception {
        // Given
        Files.writeString(folder.resolve("orders.csv"), "id\n1\n");
        Files.writeString(folder.resolve("orders.yaml"), """
                name: orders
                source: { type: csv, path: orders.csv }
                destination: { type: json, path: out }
                """);

        // When
        Set<String> loaded = loadedBy("run", "orders.yaml");

        // Then
        assertThat(loaded).anyMatch(type -> type.startsWith("io.datacook.connectors.csv.CsvSource"));
        assertThat(foreign(loaded, "csv", "json", "files")).isEmpty();
        assertThat(loaded).noneMatch(type -> type.startsWith("io.datacook.connectors.files.s3."));
        assertThat(loaded).noneMatch(type -> HEAVY.stream().anyMatch(type::startsWith));
    }

    @Test
    void helpLoadsNoConnectorAndNoRecipe() throws Exception {
        Set<String> loaded = loadedBy("--help");

        assertThat(loaded)
                .anyMatch(type -> type.startsWith("io.datacook.cli."))
                .noneMatch(type -> type.startsWith("io.datacook.connectors."))
                .noneMatch(type -> type.startsWith("org.snakeyaml."))
                .noneMatch(type -> type.startsWith("io.quarkus.arc."))
                .noneMatch(type -> type.startsWith("com.fasterxml."));
    }

    @Test
    void validateOpensNothing() throws Exception {
        Files.writeString(folder.resolve("orders.yaml"), """
                name: orders
                source: { type: postgres, host: db, database: shop, table: orders }
                destination: { type: duckdb, path: shop.duckdb, table: orders }
                """);

        Set<String> loaded = loadedBy("validate", "orders.yaml");

        assertThat(loaded).anyMatch(type -> type.startsWith("io.datacook.connectors.duckdb.DuckdbDestinationOptions"));
        assertThat(loaded).noneMatch(type -> HEAVY.stream().anyMatch(type::startsWith));
    }

    private Set<String> loadedBy(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.txt");
        RealProcess.Ended ended =
                RealProcess.run(folder, Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log), arguments);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        Set<String> classes = new TreeSet<>();
        for (String line : Files.readAllLines(log)) {
            String[] words = line.replaceFirst("^(\\[[^]]*])+ ", "").split(" ", 2);
            if (words.length == 2 && words[1].startsWith("source: ")) {
                classes.add(words[0]);
            }
        }
        return classes;
    }

    /// Classes of other connectors, without their tables of contents: the connector, its roles' options, its steps.
    private static List<String> foreign(Set<String> loaded, String... own) {
        return loaded.stream()
                .filter(type -> type.startsWith("io.datacook.connectors."))
                .filter(type -> List.of(own).stream().noneMatch(name -> type.contains("connectors." + name + ".")))
                .filter(type -> !type.matches(".*(Connector|StepType|Options)(\\$\\$Lambda.*)?$"))
                .toList();
    }
}
