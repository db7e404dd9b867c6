package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every broken recipe of the language's tests, as somebody meets it on the command line.
class BrokenRecipesTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("datacook.root", "..")).resolve("engine/src/test/resources/broken");

    @TempDir
    private Path folder;

    static List<String> recipes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreMany() throws IOException {
        assertThat(recipes()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void saysWhereWhatAndHowAndTouchesNothing(String recipe) throws IOException {
        // Given
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        List<Path> before = tree();

        // When
        CliRun.Result run = CliRun.in(folder).run("run", recipe);
        CliRun.Result validate = CliRun.in(folder).run("validate", recipe);

        // Then
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .matches("(?s)DC1\\d\\d (\\S+\\.(yaml|json)|datacook://\\w+)(:\\d+:\\d+)?: .*")
                .contains("nothing was touched")
                .doesNotContain("Exception", "\tat ");
        assertThat(validate.exit()).isEqualTo(2);
        assertThat(validate.err()).isEqualTo(run.err());
        assertThat(tree()).isEqualTo(before);
    }

    private List<Path> tree() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
