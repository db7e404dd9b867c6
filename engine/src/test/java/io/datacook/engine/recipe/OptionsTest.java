package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.api.Secret;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Path FOLDER = Path.of("/recipes");
    private static final RunValues RUN = new RunValues("run-7", Instant.parse("2026-11-21T08:00:00Z"), "public.orders");

    enum Color {
        RED,
        DARK_BLUE
    }

    record Inner(
            @Option("A number.") int size,
            @Option(value = "A word.", defaultValue = "x") String word) {}

    record Everything(
            @Option("A text.") String text,

            @Option("A number.") int number,

            @Option("A large number.") long large,

            @Option("A fraction.") double fraction,

            @Option("A choice.") boolean flag,

            @Option("A word.") Color color,

            @Option("A file.") Path path,

            @Option("A time.") Duration pause,

            @Option("A size.") ByteSize size,

            @Option("A secret.") Secret secret,

            @Option("Words.") List<String> words,

            @Option("Times.") Map<String, Duration> times,

            @Option("More.") Inner inner,

            @Option("Several.") List<Inner> inners,

            @Option(value = "A letter.", defaultValue = "|") char letter,

            @Option("Maybe.") @Nullable Integer maybe) {}

    private static final String ALL = """
            text: 12
            number: 0x10
            large: 9223372036854775807
            fraction: 1.5e3
            flag: true
            color: dark_blue
            path: data/{{ stream.table }}.csv
            pause: 1h30m
            size: 128MiB
            secret: ${env:PW}
            words: single
            times: { a: 500ms, b: 2d, c: PT5S, d: 0 }
            inner: { size: 3 }
            inners: [ { size: 1, word: a }, { size: 2 } ]
            """;

    @Test
    void everyTypeOfComponentBinds() {
        // When
        Everything options = bind(ALL, Everything.class, RUN).orThrow();

        // Then
        assertThat(options.text()).isEqualTo("12");
        assertThat(options.number()).isEqualTo(16);
        assertThat(options.large()).isEqualTo(Long.MAX_VALUE);
        assertThat(options.fraction()).isEqualTo(1500);
        assertThat(options.flag()).isTrue();
        assertThat(options.color()).isEqualTo(Color.DARK_BLUE);
        assertThat(options.path()).isEqualTo(Path.of("/recipes/data/orders.csv"));
        assertThat(options.pause()).isEqualTo(Duration.ofMinutes(90));
        assertThat(options.size()).isEqualTo(new ByteSize(128L << 20));
        assertThat(options.secret().reveal()).isEqualTo("hunter2");
        assertThat(options.words()).containsExactly("single");
        assertThat(options.times())
                .containsEntry("a", Duration.ofMillis(500))
                .containsEntry("b", Duration.ofDays(2))
                .containsEntry("c", Duration.ofSeconds(5))
                .containsEntry("d", Duration.ZERO);
        assertThat(options.inner()).isEqualTo(new Inner(3, "x"));
        assertThat(options.inners()).containsExactly(new Inner(1, "a"), new Inner(2, "x"));
        assertThat(options.letter()).isEqualTo('|');
        assertThat(options.maybe()).isNull();
    }

    @Test
    void whatIsMissingIsAllReportedAtOnce() {
        Bound<Everything> bound = bind("{}", Everything.class, RUN);

        assertThat(problems(bound))
                .extracting(RecipeProblem::message)
                .contains("source.text is missing", "source.inner is missing", "source.secret is missing")
                .hasSize(11);
    }

    @Test
    void aSecretNeverShowsInAProblem() {
        record Port(
                @Option("A port.") int port,
                @Option("A word.") Color color) {}

        Bound<Port> bound = bind("port: ${env:PW}\ncolor: \"${env:PW}\"", Port.class, RUN);

        assertThat(problems(bound))
                .extracting(RecipeProblem::describe)
                .hasSize(2)
                .noneMatch(text -> text.contains("hunter2"));
    }

    @Test
    void nestedProblemsNameTheirWay() {
        Bound<Everything> bound = bind(
                ALL.replace("{ size: 2 }", "{ size: two, wrod: b }").replace("500ms", "soon"), Everything.class, RUN);

        assertThat(problems(bound))
                .extracting(RecipeProblem::message)
                .containsExactly(
                        "source.times.a is 'soon', which is not a duration; write 500ms, 30s, 5m, 1h30m or 2d",
                        "source.inners[1].size is 'two', which is not a whole number; write digits only, such as 5000",
                        "'wrod' is not a key of source.inners[1]; its keys are size, word");
    }

    record Shared(
            @Option("A word.") @Nullable String word,

            @Option(value = "A color.", defaultValue = "red")
            Color color) {}

    record Grouped(
            @Option("A text.") String text,

            @OptionGroup Shared shared,

            @Option(value = "A number.", defaultValue = "7") int number) {}

    @Test
    void keysOfAGroupStandBesideTheOthers() {
        assertThat(bind("{ text: a, number: 1, word: b, color: dark_blue }", Grouped.class, RUN)
                        .orThrow())
                .isEqualTo(new Grouped("a", new Shared("b", Color.DARK_BLUE), 1));
        assertThat(bind("text: a", Grouped.class, RUN).orThrow())
                .isEqualTo(new Grouped("a", new Shared(null, Color.RED), 7));
    }

    @Test
    void problemsOfAGroupAreThoseOfItsMapping() {
        assertThat(problems(bind("{ text: a, color: green, shared: b }", Grouped.class, RUN)))
                .extracting(RecipeProblem::message)
                .containsExactly(
                        "source.color is 'green', which is not one of red, dark_blue",
                        "'shared' is not a key of source; its keys are text, word, color, number");
    }

    @Test
    void templatesAreFilledByMadeUpValuesWhileOnlyChecking() {
        record Target(@Option("Where.") String path) {}

        assertThat(bind("path: \"out/{{ run.id }}\"", Target.class, null)
                        .orThrow()
                        .path())
                .isEqualTo("out/20260101-000000-0000");
        assertThat(bind("path: \"out/{{ run.id }}\"", Target.class, RUN)
                        .orThrow()
                        .path())
                .isEqualTo("out/run-7");
    }

    @Test
    void theWordNullIsAWordWhereAnEnumHasIt() {
        FakeConnectors.Cast cast = bind("{ columns: { a: int }, on_error: null }", FakeConnectors.Cast.class, RUN)
                .orThrow();

        assertThat(cast.onError()).isEqualTo(FakeConnectors.OnError.NULL);
        assertThat(bind("{ columns: { a: int }, on_error: }", FakeConnectors.Cast.class, RUN)
                        .orThrow()
                        .onError())
                .isNull();
    }

    @Test
    void aRecordThatChecksItselfIsQuotedAtTheKeyItNames() {
        Bound<FakeConnectors.ParquetDestination> bound =
                bind("path: out\nrow_group_size: 0\n", FakeConnectors.ParquetDestination.class, RUN);

        assertThat(problems(bound)).singleElement().satisfies(problem -> {
            assertThat(problem.place()).isEqualTo(new Place("x.yaml", 2, 17));
            assertThat(problem.message()).isEqualTo("source: row_group_size must be at least 1, not 0");
        });
    }

    private static <C extends Record> Bound<C> bind(String text, Class<C> record, @Nullable RunValues values) {
        YamlReader.Documents documents = YamlReader.read("x.yaml", text.getBytes(StandardCharsets.UTF_8));
        SecretResolver secrets = (scheme, name) -> scheme.equals("env") && name.equals("PW") ? "hunter2" : null;
        return Options.bind(
                (Mapping) documents.documents().getFirst(), record, new BindContext(FOLDER, secrets, values, "source"));
    }

    private static List<RecipeProblem> problems(Bound<?> bound) {
        return switch (bound) {
            case Bound.Options<?> options -> throw new AssertionError("bound: " + options);
            case Bound.Problems<?>(List<RecipeProblem> problems) -> problems;
        };
    }
}
