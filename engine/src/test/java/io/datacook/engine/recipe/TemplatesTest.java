package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
    private static final RunValues RUN =
            new RunValues("run-7", Instant.parse("2026-11-21T08:15:30Z"), "sales.public.orders");

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '~', textBlock = """
                    plain → plain
                    out/{{ run.id }}.csv → out/run-7.csv
                    {{run.id}}{{ run.id }} → run-7run-7
                    {{ run.date }} → 2026-11-21
                    {{ run.started_at }} → 2026-11-21T08:15:30Z
                    {{ now() }} → 2026-11-21T08:15:30Z
                    {{ now('yyyy/MM/dd HH') }} → 2026/11/21 08
                    {{ stream.name }} → sales.public.orders
                    {{ stream.schema }} → sales.public
                    {{ stream.table }} → orders
                    {{ '{{ run.id }}' }} → {{ run.id }}
                    now() → now()
                    """)
    void aRunFillsWhatItKnows(String template, String filled) {
        assertThat(Templates.render(template, RUN)).isEqualTo(filled);
    }

    @Test
    void whatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> Templates.render("{{ run.idd }}", RUN))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining("{{ run.idd }}")
                .hasMessageContaining("run.id, run.date");
        assertThatThrownBy(() -> Templates.render("{{ run.id", RUN)).hasMessageContaining("not closed");
        assertThatThrownBy(() -> Templates.render("{{ stream.name }}", new RunValues("r", RUN.startedAt(), null)))
                .isInstanceOf(DatacookException.class);
        assertThatThrownBy(() -> Templates.render("{{ now('not a pattern: bb') }}", RUN))
                .isInstanceOf(DatacookException.class);
    }

    @Test
    void referencesAreResolvedOnlyWhenAsked() {
        SecretResolver secrets = (scheme, name) -> Map.of("env:USER", "ada", "file:pw", "s3cret", "secret:db/key", "k")
                .get(scheme + ":" + name);

        assertThat(References.resolve("${env:USER}:${file:pw}@${secret:db/key}", secrets))
                .isEqualTo(new References.Resolved("ada:s3cret@k", List.of()));
        assertThat(References.resolve("${USER} ${NOPE:-nobody} $${USER}", secrets))
                .isEqualTo(new References.Resolved("ada nobody ${USER}", List.of()));
        assertThat(References.resolve("${NOPE}${file:x}${oops:y}${env:USER", secrets)
                        .complaints())
                .hasSize(4);
    }

    @Test
    void namesMatchPatterns() {
        assertThat(Patterns.matches("public.*", "public.orders")).isTrue();
        assertThat(Patterns.matches("*", "")).isTrue();
        assertThat(Patterns.matches("*.tmp_*x", "a.b.tmp_1xx")).isTrue();
        assertThat(Patterns.matches("public.*", "Public.orders")).isFalse();
        assertThat(Patterns.matches("a*b*c", "abcabd")).isFalse();
        assertThat(Patterns.matches("*a*a*a*a*a*a*a*b", "a".repeat(5000))).isFalse();
    }

    @Test
    void wordsNearEnoughAreSuggested() {
        assertThat(DidYouMean.nearest("postgress", List.of("csv", "postgres"))).isEqualTo("postgres");
        assertThat(DidYouMean.nearest("batchSize", List.of("batch_size", "parallelism")))
                .isEqualTo("batch_size");
        assertThat(DidYouMean.nearest("cvs", List.of("csv", "s3"))).isEqualTo("csv");
        assertThat(DidYouMean.nearest("kafka", List.of("csv", "s3"))).isNull();
        assertThat(DidYouMean.nearest("x".repeat(10_000), List.of("csv"))).isNull();
    }
}
