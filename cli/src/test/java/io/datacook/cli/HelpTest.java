package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    @TempDir
    private Path folder;

    static List<String> commands() {
        return List.of(
                "init",
                "run",
                "validate",
                "plan",
                "explain",
                "preview",
                "check",
                "discover",
                "show-state",
                "state",
                "sessions",
                "list-connectors",
                "schema",
                "import-job",
                "completion");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithExamples(String command) {
        // When
        CliRun.Result help = CliRun.in(folder).run(command, "--help");
        CliRun.Result same = CliRun.in(folder).run("help", command);

        // Then
        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage: datacook " + command).contains("Examples:", "datacook " + command);
        assertThat(same.out()).isEqualTo(help.out());
    }

    @Test
    void theTopListsThemAll() {
        assertThat(CliRun.in(folder).run("--help").out()).contains(commands());
        assertThat(CliRun.in(folder).run("--version").out()).startsWith("datacook 0.");
    }

    @Test
    void theQuickWayToTheTopsHelpSaysTheSame() {
        String quick = CliRun.in(folder).run("--help").out();

        assertThat(CliRun.in(folder).run("help").out()).isEqualTo(quick);
    }

    @Test
    void theVersionIsTheBuilds() throws IOException {
        String pom = Files.readString(
                Path.of(System.getProperty("datacook.root", "..")).resolve("pom.xml"));

        assertThat(pom).containsPattern("<version>" + Version.NUMBER + "(-SNAPSHOT)?</version>");
    }

    @Test
    void whatIsMistypedIsGuessed() {
        // When
        CliRun.Result option = CliRun.in(folder).run("run", "--strem", "x");
        CliRun.Result command = CliRun.in(folder).run("pla");

        // Then
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err()).startsWith("DC106 ").contains("--stream");
        assertThat(command.exit()).isEqualTo(2);
        assertThat(command.err()).contains("plan");
    }

    @Test
    void somethingMissingIsSaid() {
        assertThat(CliRun.in(folder).run("run").err()).startsWith("DC106 ").contains("RECIPE", "datacook run --help");
        assertThat(CliRun.in(folder).run("state").err()).contains("set, reset, unlock, export or import");
        assertThat(CliRun.in(folder).run().exit()).isEqualTo(2);
    }

    @Test
    void coloursAreForScreensThatWantThem() {
        assertThat(CliRun.in(folder).answering("").run("run", "none.yaml").err())
                .contains("\u001b[1;31mDC104");
        assertThat(CliRun.in(folder).run("run", "none.yaml").err()).doesNotContain("\u001b");
        assertThat(CliRun.in(folder)
                        .with("NO_COLOR", "1")
                        .answering("")
                        .run("run", "none.yaml")
                        .err())
                .doesNotContain("\u001b");
        assertThat(CliRun.in(folder)
                        .answering("")
                        .run("run", "none.yaml", "--no-color")
                        .err())
                .doesNotContain("\u001b");
    }

    @Test
    void completionIsAScriptThatBashReads() throws IOException, InterruptedException {
        // Given
        CliRun.Result completion = CliRun.in(folder).run("completion");
        Path script = Files.writeString(folder.resolve("datacook"), completion.out());

        // When
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source '" + script + "' && COMP_WORDS=(datacook pl) COMP_CWORD=1 "
                                + "&& _complete_datacook && echo ${COMPREPLY[@]}")
                .redirectErrorStream(true)
                .start();
        String completed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(bash.waitFor()).isZero();
        assertThat(completed.strip()).isEqualTo("plan");
    }
}
