package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.recipe.RecipeProblem;
import io.datacook.engine.session.Quantities;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/// Prints failures: code, place, what is wrong and what to do next; never a stack trace.
final class Failures {
    private static final String INDENT = "      ";

    private final Host host;
    private final DatacookCommand top;

    Failures(DatacookCommand top) {
        this.host = top.host();
        this.top = top;
    }

    private PrintWriter err() {
        return host.terminal().err();
    }

    private Style style() {
        return Style.of(host, host.terminal().errIsScreen(), top.isColourless());
    }

    /// A line of arguments that does not parse.
    int usage(CommandLine.ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        message(ErrorCode.USAGE + " " + failure.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err())) {
            err().println("      See '%s --help'."
                    .formatted(line.getCommandSpec().qualifiedName()));
        }
        return ExitCode.USER.number();
    }

    /// Whatever a command threw.
    ///
    /// @return the exit code
    int print(Throwable failure) {
        return switch (failure) {
            case RefusedRecipe refused -> {
                problems(refused.problems());
                yield ExitCode.USER.number();
            }
            case DatacookException known -> {
                describe(known);
                if (known.code() == ErrorCode.INTERNAL) {
                    fault(known);
                }
                yield ExitCode.of(known).number();
            }
            default -> {
                message("%s a fault of Datacook: %s".formatted(ErrorCode.INTERNAL, failure));
                fault(failure);
                yield ExitCode.INTERNAL.number();
            }
        };
    }

    /// Each problem, and how many there are.
    void problems(List<RecipeProblem> problems) {
        problems.forEach(problem -> message(problem.describe()));
        err().println(style().faint("%s, nothing was touched.".formatted(Quantities.of(problems.size(), "problem"))));
    }

    /// One failure.
    void describe(DatacookException failure) {
        message(failure.describe());
    }

    /// The code in colour, lines after the first one indented.
    private void message(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean coded = line.matches("DC\\d{3} .*");
            String shown = coded
                    ? style().bad(line.substring(0, 5)) + line.substring(5)
                    : i == 0 ? line : INDENT + line.strip();
            Wrap.lines(shown, INDENT.length(), host.terminal().errWidth()).forEach(err()::println);
        }
    }

    /// Keeps the stack trace where a report of the fault can take it from.
    private void fault(Throwable failure) {
        Path file = host.resolve(Path.of(".datacook", "fault.log"));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, trace(failure));
            err().println("      Please report it with %s, which has the details.".formatted(file));
        } catch (IOException unwritable) {
            err().println("      The details could not be written to %s (%s)."
                    .formatted(file, unwritable.getMessage()));
        }
    }

    static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
