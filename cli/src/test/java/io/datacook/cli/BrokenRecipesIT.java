package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.kill.RealProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every broken recipe of the language's tests, each run by a process of its own.
class BrokenRecipesIT {
    private static final Path BROKEN = RealProcess.ROOT.resolve("engine/src/test/resources/broken");
    private static final int PROCESSES = 2;

    /// Code, place, what is wrong.
    private static final Pattern PROBLEM =
            Pattern.compile("DC1\\d\\d (\\S+\\.yaml|datacook://\\w+)(:\\d+:\\d+)?: .{10,}");

    /// Messages that say what is allowed need no further advice.
    private static final Pattern ADVICE = Pattern.compile(
            "is not one of |allowed is |known are |its keys are |; it takes |; it can |; write |such as |is missing"
                    + " after ");

    @TempDir
    private Path folder;

    @Test
    void eachSaysWhereWhatAndHowAndTouchesNothing() throws Exception {
        // Given
        List<String> recipes = new ArrayList<>();
        try (Stream<Path> files = Files.list(BROKEN)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                Files.copy(file, folder.resolve(name));
                if (name.endsWith(".yaml")) {
                    recipes.add(name);
                }
            }
        }
        List<Path> before = tree();

        // When
        Map<String, RealProcess.Ended> runs = runs(recipes);

        // Then
        assertThat(runs).hasSizeGreaterThanOrEqualTo(60);
        runs.forEach(BrokenRecipesIT::check);
        assertThat(tree()).isEqualTo(before);
    }

    private Map<String, RealProcess.Ended> runs(List<String> recipes) throws Exception {
        Map<String, Future<RealProcess.Ended>> running = new LinkedHashMap<>();
        Map<String, RealProcess.Ended> ended = new LinkedHashMap<>();
        Path logs = Files.createTempDirectory("datacook-broken");
        try (ExecutorService workers = Executors.newFixedThreadPool(PROCESSES)) {
            for (String recipe : recipes) {
                Callable<RealProcess.Ended> run = () -> RealProcess.run(
                        logs, Map.of(), "run", folder.resolve(recipe).toString());
                running.put(recipe, workers.submit(run));
            }
            for (Map.Entry<String, Future<RealProcess.Ended>> run : running.entrySet()) {
                ended.put(run.getKey(), run.getValue().get());
            }
        }
        Files.delete(logs);
        return ended;
    }

    private static void check(String recipe, RealProcess.Ended run) {
        assertThat(run.exitCode()).as("%s: %s", recipe, run.output()).isEqualTo(2);
        assertThat(run.output()).as(recipe).contains("nothing was touched").doesNotContain("Exception", "\tat ");
        List<String> lines = run.output().lines().toList();
        assertThat(lines.getFirst()).as(recipe).matches(PROBLEM);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean advised = !line.startsWith("DC1")
                    || ADVICE.matcher(line).find()
                    || lines.get(i + 1).startsWith("      ");
            assertThat(advised).as("%s says no way out: %s", recipe, line).isTrue();
        }
    }

    private List<Path> tree() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
