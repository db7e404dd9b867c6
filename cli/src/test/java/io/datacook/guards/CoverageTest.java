package io.datacook.guards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds docs/coverage.md to the truth: every id of the checklist has one row, and what a row names exists.
class CoverageTest {
    private static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));
    private static final Pattern ROW = Pattern.compile("\\| ([DRCOK]-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");

    /// How many ids each series of the checklist has.
    private static final Map<String, Integer> SERIES = Map.of("D", 35, "R", 36, "C", 28, "O", 23, "K", 49);

    @Test
    void everyIdHasExactlyOneRow() throws IOException {
        List<String> expected = SERIES.entrySet().stream()
                .flatMap(series -> IntStream.rangeClosed(1, series.getValue())
                        .mapToObj(number -> "%s-%02d".formatted(series.getKey(), number)))
                .sorted()
                .toList();

        assertThat(rows().stream().map(Row::id).sorted().toList()).isEqualTo(expected);
    }

    @Test
    void aRowSaysWhereItLivesAndWhatShowsItOrThatItIsNotYetThere() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.isNotYet() || (row.namesPlace() && row.namesProof()))
                        .as(row.id() + " must name a place and a proof, or begin with 'not yet'")
                        .isTrue());
    }

    @Test
    void everythingARowNamesExists() throws IOException {
        Set<String> classes = classNames();

        assertThat(rows().stream().flatMap(row -> missing(row, classes).stream()))
                .isEmpty();
    }

    @Test
    void aRowThatLiesIsCaught() {
        Row lie = new Row("K-01", "recipes", "`NoSuchClass`", "`no/such/file.md`");

        assertThat(missing(lie, Set.of())).containsExactly("K-01 names NoSuchClass", "K-01 names no/such/file.md");
    }

    private record Row(String id, String what, String where, String shown) {
        private boolean isNotYet() {
            return where.startsWith("not yet");
        }

        private boolean namesPlace() {
            return NAMED.matcher(where).find();
        }

        private boolean namesProof() {
            return NAMED.matcher(shown).find();
        }
    }

    private static List<String> missing(Row row, Set<String> classes) {
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(row.where() + " " + row.shown());
        while (named.find()) {
            String name = named.group(1);
            boolean there = name.contains("/") ? Files.exists(ROOT.resolve(name)) : classes.contains(name);
            if (!there) {
                missing.add(row.id() + " names " + name);
            }
        }
        return missing;
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/coverage.md")));
        while (row.find()) {
            rows.add(new Row(row.group(1), row.group(2), row.group(3), row.group(4)));
        }
        return rows;
    }

    private static Set<String> classNames() throws IOException {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.map(Path::toString)
                    .filter(file -> file.endsWith(".java") && !file.contains("/target/"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
