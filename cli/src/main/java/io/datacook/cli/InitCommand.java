package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `datacook init`.
@Command(
        name = "init",
        description = {
            "Write a first recipe, after a look at the source. Asks for what the command line does not say.",
            "Never writes over a file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  datacook init",
            "  datacook init --from data/orders.csv --to parquet:out/orders orders.yaml",
            "  datacook init --from postgres://reader@localhost/shop --to duckdb:shop.duckdb shop.yaml"
        })
final class InitCommand extends HostCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The recipe to write. Default: named after the source, ending in .yaml.")
    private @Nullable Path file;

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description = "Where rows come from: a path, type:path, or postgres://user@host/database.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "DESTINATION",
            description = "Where rows go: a path, type:path, or postgres://user@host/database.")
    private @Nullable String to;

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "Load this stream of the source only; may be given several times. Default: all.")
    private List<String> streams = List.of();

    @Override
    ExitCode execute() {
        String source = ask(from, "--from", "Where do rows come from (path, type:path or postgres:// URL)?");
        Endpoint endpoint = Endpoint.parse(source);
        String destination = ask(to, "--to", "Where do they go (path, type:path or postgres:// URL)?");
        Endpoint target = Endpoint.parse(destination);
        Path recipe = file != null ? file : Path.of(FirstRecipe.name(endpoint) + ".yaml");
        NewFile.requireAbsent(host().resolve(recipe));
        List<StreamInfo> found = Discovery.of(host(), endpoint, source).stream()
                .filter(info -> streams.isEmpty() || streams.contains(info.name()))
                .toList();
        if (found.isEmpty()) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING,
                    "the source has no %s"
                            .formatted(streams.isEmpty() ? "streams" : "stream " + String.join(", ", streams)));
        }
        Path base = Objects.requireNonNull(
                host().resolve(recipe).toAbsolutePath().normalize().getParent(), "a file has a folder");
        String text = new FirstRecipe(seenFrom(base, endpoint), seenFrom(base, target), found, !streams.isEmpty())
                .text(recipe);
        NewFile.write(host().resolve(recipe), text);
        out().println("%s wrote %s".formatted(style().good("✓"), recipe));
        for (String variable : new java.util.TreeSet<>(List.of(endpoint.secretIn(), target.secretIn()))) {
            if (!variable.isEmpty()) {
                out().println("  The password is not in it: put it into the variable %s.".formatted(variable));
            }
        }
        out().println("  Next: datacook preview %s, then datacook run %s".formatted(recipe, recipe));
        return ExitCode.DONE;
    }

    /// Paths of recipes start at the recipe's folder, those of the command line where it was typed.
    private Endpoint seenFrom(Path base, Endpoint endpoint) {
        String path = endpoint.options().get("path");
        if (path == null || Path.of(path).isAbsolute()) {
            return endpoint;
        }
        Path whole = host().folder().toAbsolutePath().normalize().resolve(path).normalize();
        return endpoint.with("path", base.relativize(whole).toString());
    }

    private String ask(@Nullable String given, String option, String question) {
        if (given != null) {
            return given;
        }
        Terminal terminal = host().terminal();
        if (!terminal.inIsKeyboard()) {
            throw new DatacookException(
                    ErrorCode.USAGE, "%s is missing\nSee 'datacook init --help'.".formatted(option));
        }
        terminal.err().print(question + " ");
        terminal.err().flush();
        try {
            String answer = terminal.in().readLine();
            if (answer == null || answer.isBlank()) {
                throw new DatacookException(ErrorCode.USAGE, "no answer, nothing written");
            }
            return answer.strip();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
