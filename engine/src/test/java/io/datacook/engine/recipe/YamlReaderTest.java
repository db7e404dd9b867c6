package io.datacook.engine.recipe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.YamlReader.Documents;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    @Test
    void billionLaughsAreRefusedBeforeTheyGrow() {
        // Given
        StringBuilder bomb = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 30; i++) {
            String below = "*a" + (i - 1) + ", ";
            bomb.append("a%d: &a%d [%s]%n".formatted(i, i, below.repeat(9)));
        }

        // When
        Documents documents = read(bomb.toString());

        // Then
        assertThat(documents.documents()).isEmpty();
        assertThat(onlyProblem(documents).rule()).isEqualTo(Rule.LIMIT);
        assertThat(onlyProblem(documents).message()).contains("more than 100,000 values");
        assertThat(onlyProblem(documents).place().line()).isBetween(3, 8);
    }

    @Test
    void aliasesWithinTheLimitAreExpanded() {
        Mapping tree = mapping("a: &x { k: 1 }\nb: *x\nc: [*x, *x]\n");

        assertThat(tree.mapping("b")).isEqualTo(tree.mapping("a"));
        assertThat(tree.find("c")).isInstanceOf(ConfigNode.Sequence.class);
    }

    @Test
    void tenMegabytesAreTheLimit() {
        byte[] small = ("a: b\n" + "#".repeat(YamlReader.BYTES_MAX - 5)).getBytes(StandardCharsets.UTF_8);
        byte[] large = ("a: b\n" + "#".repeat(YamlReader.BYTES_MAX - 4)).getBytes(StandardCharsets.UTF_8);

        assertThat(YamlReader.read("x.yaml", small).problems()).isEmpty();
        assertThat(YamlReader.read("x.yaml", large).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.rule()).isEqualTo(Rule.LIMIT));
    }

    @Test
    void aHundredThousandValuesAreTheLimit() {
        assertThat(read("- a\n".repeat(YamlReader.NODES_MAX - 1)).problems()).isEmpty();

        Documents documents = read("- a\n".repeat(YamlReader.NODES_MAX));

        assertThat(onlyProblem(documents).rule()).isEqualTo(Rule.LIMIT);
        assertThat(onlyProblem(documents).place().line()).isEqualTo(YamlReader.NODES_MAX);
    }

    @Test
    void sixtyFourLevelsAreTheLimit() {
        assertThat(read("[".repeat(63) + "x" + "]".repeat(63)).problems()).isEmpty();
        assertThat(onlyProblem(read("[".repeat(64) + "x" + "]".repeat(64))).rule())
                .isEqualTo(Rule.LIMIT);
        assertThat(onlyProblem(read("[".repeat(1_000_000))).rule()).isEqualTo(Rule.LIMIT);
    }

    @Test
    void duplicateKeysAreAllReportedAndReadingGoesOn() {
        Documents documents = read("a: 1\nb: { c: 1, c: 2 }\na: 3\n");

        assertThat(documents.problems())
                .extracting(RecipeProblem::describe)
                .containsExactlyInAnyOrder(
                        "DC101 x.yaml:2:12: the key 'c' is there twice, first at x.yaml:2:6\n      Remove one of them.",
                        "DC101 x.yaml:3:1: the key 'a' is there twice, first at x.yaml:1:1\n      Remove one of them.");
        assertThat(((Mapping) documents.documents().getFirst()).text("a")).isEqualTo("1");
    }

    @Test
    void mergeKeysLieBeneathAndEarlierOnesWin() {
        Mapping tree = mapping("x: &x { a: 1, b: 1 }\ny: &y { b: 2, c: 2 }\nz: { <<: [*x, *y], c: 3 }\n");

        Mapping merged = tree.mapping("z");

        assertThat(merged).isNotNull();
        assertThat(merged.text("a")).isEqualTo("1");
        assertThat(merged.text("b")).isEqualTo("1");
        assertThat(merged.text("c")).isEqualTo("3");
        assertThat(requireNonNull(merged.entry("a")).place()).isEqualTo(new Place("x.yaml", 1, 9));
    }

    @Test
    void plainWordsMeanWhatYaml12Says() {
        Mapping tree = mapping("""
                a: yes
                b: on
                c: true
                d: 0777
                e: 1_000
                f: 1e3
                g: ~
                h:
                i: "null"
                j: 2026-01-01
                k: 0x1F
                l: .inf
                m: 12:30:00
                """);

        assertThat(tree.entries())
                .extracting(entry -> ((Scalar) entry.value()).kind())
                .containsExactly(
                        Kind.TEXT,
                        Kind.TEXT,
                        Kind.BOOLEAN,
                        Kind.INTEGER,
                        Kind.TEXT,
                        Kind.DECIMAL,
                        Kind.NULL,
                        Kind.NULL,
                        Kind.TEXT,
                        Kind.TEXT,
                        Kind.INTEGER,
                        Kind.DECIMAL,
                        Kind.TEXT);
    }

    @Test
    void jsonIsReadByTheSameCodeTabsEscapesAndAll() {
        Mapping tree = mapping("{\n\t\"a\": \"x\\/y\\u00e9\\n\",\n\t\"b\": [1, true, null]\r\n}");

        assertThat(tree.text("a")).isEqualTo("x/yé\n");
        assertThat(requireNonNull(tree.entry("b")).place()).isEqualTo(new Place("x.yaml", 3, 2));
    }

    @Test
    void severalDocumentsAreReadAndEmptyOnesLeftOut() {
        assertThat(read("a: 1\n---\n---\nb: 2\n...\n").documents()).hasSize(2);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() {
        assertThat(mapping("\uFEFFname: a\n").text("name")).isEqualTo("a");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        Documents documents = YamlReader.read("x.yaml", new byte[] {'a', ':', ' ', (byte) 0xE9, '\n'});

        assertThat(onlyProblem(documents).message()).isEqualTo("the file is not UTF-8");
    }

    @Test
    void anAliasOfAnotherDocumentIsUnknown() {
        assertThat(onlyProblem(read("a: &x 1\n---\nb: *x\n")).message()).startsWith("the alias *x has no anchor");
    }

    private static Documents read(String text) {
        return YamlReader.read("x.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mapping mapping(String text) {
        Documents documents = read(text);
        assertThat(documents.problems()).isEmpty();
        return (Mapping) documents.documents().getFirst();
    }

    private static RecipeProblem onlyProblem(Documents documents) {
        assertThat(documents.problems()).hasSize(1);
        return documents.problems().getFirst();
    }
}
