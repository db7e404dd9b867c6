package io.datacook.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The page on schema evolution prints the table of the code. `-Ddatacook.docs=write` writes it anew.
class SchemaDocsTest {
    private static final Path PAGE = Path.of("../docs/concepts/schema-evolution.md");
    private static final String START = "<!-- widening: generated from Widening.RULES -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void theWideningTableIsFresh() throws IOException {
        StringBuilder table = new StringBuilder("| From | To | Why nothing is lost |\n|---|---|---|\n");
        Widening.RULES.forEach(
                rule -> table.append("| %s | %s | %s |\n".formatted(rule.from(), rule.to(), rule.why())));
        String page = Files.readString(PAGE);
        int start = page.indexOf(START) + START.length();
        int end = page.indexOf(END);
        String fresh = page.substring(0, start) + table + page.substring(end);
        if ("write".equals(System.getProperty("datacook.docs"))) {
            Files.writeString(PAGE, fresh);
        }

        assertThat(Files.readString(PAGE))
                .as("the table is stale; run this test with -Ddatacook.docs=write")
                .isEqualTo(fresh);
    }
}
