package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Properties of the digest over a few hundred made-up trees; the seed of a failure is in its message.
class DigestTest {
    private static final Environment ENVIRONMENT = new Environment(Map.of("X", "1"), 1);
    private static final Place PLACE = Place.of("made up");

    @Test
    void theOrderOfKeysDoesNotMatter() {
        for (int seed = 0; seed < 300; seed++) {
            Mapping tree = tree(new Random(seed), 4);

            assertThat(Canonical.digest(shuffled(tree, new Random(seed + 1))))
                    .as("seed %d", seed)
                    .isEqualTo(Canonical.digest(tree));
        }
    }

    @Test
    void writingAndReadingDoesNotMatter() {
        for (int seed = 0; seed < 300; seed++) {
            Mapping tree = tree(new Random(seed), 4);

            Mapping yaml = read(RecipeYaml.write(tree));
            Mapping json = read(json(tree));

            assertThat(Canonical.digest(yaml)).as("seed %d as YAML", seed).isEqualTo(Canonical.digest(tree));
            assertThat(Canonical.digest(json)).as("seed %d as JSON", seed).isEqualTo(Canonical.digest(tree));
        }
    }

    @Test
    void anyOtherValueGivesAnotherDigest() {
        for (int seed = 0; seed < 300; seed++) {
            Mapping tree = tree(new Random(seed), 3);
            Mapping changed = tree.with("extra", Scalar.text("x", PLACE));
            Mapping again = tree.with("extra", Scalar.text("y", PLACE));

            assertThat(List.of(Canonical.digest(tree), Canonical.digest(changed), Canonical.digest(again)))
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void textsCannotBeShiftedBetweenNeighbours() {
        assertThat(Canonical.digest(read("a: [ab, c]"))).isNotEqualTo(Canonical.digest(read("a: [a, bc]")));
        assertThat(Canonical.digest(read("a: []"))).isNotEqualTo(Canonical.digest(read("a: [[]]")));
        assertThat(Canonical.digest(read("a: null"))).isNotEqualTo(Canonical.digest(read("a: \"\"")));
    }

    @Test
    void bareManifestAndJsonFormsOfARecipeHaveOneDigest() {
        String bare = """
                # a comment
                destination: { write_mode: merge, merge_keys: id, path: dw.duckdb, type: duckdb }
                name: orders
                source:
                    path: "data/in.csv"
                    type: 'csv'
                runtime: { batch_size: 5000 }
                """;
        String manifest = """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: orders, namespace: prod, annotations: { a: b } }
                spec:
                  source: { type: csv, path: data/in.csv }
                  destination: { type: duckdb, path: dw.duckdb, writeMode: merge, mergeKeys: [id] }
                  runtime: { batchSize: 5000 }
                """;
        String json = """
                {"name": "orders", "runtime": {"batch_size": 5000}, "source": {"type": "csv", "path": "data/in.csv"},
                 "destination": {"type": "duckdb", "merge_keys": ["id"], "write_mode": "merge", "path": "dw.duckdb"}}
                """;

        assertThat(List.of(digest(bare), digest(manifest), digest(json)))
                .allMatch(digest -> digest.equals(digest(bare)))
                .allMatch(digest -> digest.matches("sha256:[0-9a-f]{64}"));
    }

    @Test
    void aSecretInClearIsNoPartOfTheDigest() {
        String recipe = "name: a\nsource: { type: csv, path: a, password: %s }\ndestination: { type: csv, path: b }\n";

        assertThat(digest(recipe.formatted("one"))).isEqualTo(digest(recipe.formatted("two")));
        assertThat(digest(recipe.formatted("one"))).isNotEqualTo(digest(recipe.formatted("\"${env:X}\"")));
    }

    private static String digest(String recipe) {
        return RecipeFiles.read(recipe, "recipe.yaml", null, ENVIRONMENT)
                .orThrow()
                .digest();
    }

    private static Mapping read(String text) {
        YamlReader.Documents documents = YamlReader.read("x.yaml", text.getBytes(StandardCharsets.UTF_8));
        assertThat(documents.problems()).as(text).isEmpty();
        return (Mapping) documents.documents().getFirst();
    }

    private static Mapping tree(Random random, int depth) {
        List<Entry> entries = new ArrayList<>();
        int size = 1 + random.nextInt(5);
        for (int i = 0; i < size; i++) {
            entries.add(new Entry(word(random) + i, PLACE, node(random, depth - 1)));
        }
        return new Mapping(entries, PLACE);
    }

    private static ConfigNode node(Random random, int depth) {
        int choice = depth == 0 ? 2 : random.nextInt(4);
        return switch (choice) {
            case 0 -> tree(random, depth);
            case 1 -> {
                List<ConfigNode> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(node(random, depth - 1));
                }
                yield new Sequence(items, PLACE);
            }
            case 2 -> Scalar.text(word(random), PLACE);
            default -> new Scalar(String.valueOf(random.nextInt()), Kind.INTEGER, PLACE);
        };
    }

    private static String word(Random random) {
        List<String> words = List.of(
                "a",
                "true",
                "12",
                "null",
                "~",
                "",
                " lead",
                "trail ",
                "a: b",
                "#no",
                "- x",
                "{{ run.id }}",
                "${env:X}",
                "é",
                "line\nbreak",
                "\"quoted\"",
                "it's",
                "\\",
                "\t",
                "[x]",
                "*",
                "&a",
                "!t",
                "%d",
                "@at",
                "😀",
                ".5",
                "0x1",
                "x,y",
                "\u0085",
                "\u2028",
                "a  b",
                "?",
                "|",
                ">");
        return words.get(random.nextInt(words.size()));
    }

    private static Mapping shuffled(Mapping mapping, Random random) {
        List<Entry> entries = new ArrayList<>();
        mapping.entries().forEach(entry -> {
            ConfigNode value = entry.value() instanceof Mapping below ? shuffled(below, random) : entry.value();
            entries.add(new Entry(entry.key(), entry.place(), value));
        });
        Collections.shuffle(entries, random);
        return new Mapping(entries, PLACE);
    }

    private static String json(ConfigNode node) {
        return switch (node) {
            case Mapping mapping -> {
                List<String> parts = mapping.entries().stream()
                        .map(entry -> quoted(entry.key()) + ": " + json(entry.value()))
                        .toList();
                yield "{" + String.join(",\n\t", parts) + "}";
            }
            case Sequence sequence ->
                "["
                        + String.join(
                                ", ",
                                sequence.items().stream().map(DigestTest::json).toList()) + "]";
            case Scalar scalar -> scalar.kind() == Kind.TEXT ? quoted(scalar.text()) : scalar.text();
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(letter -> quoted.append(
                        letter < 128 && Character.isLetterOrDigit(letter)
                                ? String.valueOf((char) letter)
                                : "\\u%04x".formatted(letter)));
        return quoted.append('"').toString();
    }
}
