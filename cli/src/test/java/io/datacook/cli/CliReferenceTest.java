package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliReferenceTest {
    private static final Path PAGE =
            Path.of(System.getProperty("datacook.root", "..")).resolve("docs/reference/cli.md");

    @TempDir
    private Path folder;

    @Test
    void thePageIsFresh() throws IOException {
        // When
        String page = CliRun.in(folder).run("docs").out();

        // Then
        assertThat(Files.readString(PAGE))
                .as("run ./datacook docs > docs/reference/cli.md")
                .isEqualTo(page);
    }

    @Test
    void thePageHasEveryCommandAndExitCode() {
        assertThat(CliRun.in(folder).run("docs").out())
                .contains("## `datacook run`", "## `datacook state import`", "| 130 |", "--full-refresh");
    }
}
