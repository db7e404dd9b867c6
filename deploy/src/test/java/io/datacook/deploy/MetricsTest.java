package io.datacook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules and dashboard name only metrics that the code has.
class MetricsTest {
    private static final Path ROOT = Tools.DEPLOY.resolveSibling(".").normalize();
    private static final List<Path> CODE =
            List.of(ROOT.resolve("operator/src/main/java"), ROOT.resolve("state-service/src/main/java"));
    private static final Pattern LITERAL = Pattern.compile("\"(datacook[._][a-z._]+)\"");
    private static final Pattern NAMED = Pattern.compile("\\bdatacook_(?:recipe|run|state|operator)[a-z_]*");

    /// What Micrometer's Prometheus registry may add to the name in the code.
    private static final Pattern SUFFIX =
            Pattern.compile("(_seconds|_bytes|_rows)?(_total|_count|_sum|_max|_bucket|_info)?$");

    @Test
    void everyMetricOfRulesAndDashboardIsInTheCode() throws IOException {
        Set<String> known = codeNames();

        assertThat(known).isNotEmpty();
        assertThat(named("rules.yaml")).isNotEmpty().allMatch(name -> isKnown(name, known));
        assertThat(named("dashboard.json")).isNotEmpty().allMatch(name -> isKnown(name, known));
    }

    @Test
    void aNameThatNobodyExportsIsCaught() {
        Set<String> known = Set.of("datacook_recipe_lag", "datacook_recipe_runs");

        assertThat(isKnown("datacook_recipe_lag_seconds", known)).isTrue();
        assertThat(isKnown("datacook_recipe_runs_total", known)).isTrue();
        assertThat(isKnown("datacook_recipe_delay_seconds", known)).isFalse();
    }

    @Test
    void theDashboardIsValidAndEveryPanelAsksSomething() {
        assertThat(Tools.objects(Tools.DEPLOY.resolve("components/prometheus/dashboard.json"))
                        .getFirst()
                        .path("panels"))
                .isNotEmpty()
                .allSatisfy(panel -> {
                    assertThat(panel.path("title").asText()).isNotBlank();
                    assertThat(panel.path("targets")).isNotEmpty();
                    assertThat(panel.path("targets"))
                            .allSatisfy(target ->
                                    assertThat(target.path("expr").asText()).isNotBlank());
                });
    }

    private static boolean isKnown(String name, Set<String> known) {
        return known.contains(name) || known.contains(SUFFIX.matcher(name).replaceFirst(""));
    }

    private static Set<String> named(String file) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAMED.matcher(Tools.read(Tools.DEPLOY.resolve("components/prometheus/" + file)));
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private static Set<String> codeNames() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path sources : CODE) {
            try (Stream<Path> files = Files.walk(sources)) {
                names.addAll(files.filter(file -> file.toString().endsWith(".java"))
                        .flatMap(file -> LITERAL.matcher(Tools.read(file)).results())
                        .map(found -> found.group(1).replace('.', '_'))
                        .collect(Collectors.toSet()));
            }
        }
        return names;
    }
}
