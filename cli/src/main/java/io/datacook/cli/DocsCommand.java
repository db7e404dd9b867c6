package io.datacook.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/// `datacook docs`: the reference page of the command line, from the commands themselves.
@Command(name = "docs", hidden = true, description = "Print docs/reference/cli.md.")
final class DocsCommand extends HostCommand {
    private static final int WIDTH = 100;

    @Override
    ExitCode execute() {
        StringBuilder page = new StringBuilder("""
                # Command line

                Made by `datacook docs`; a test keeps it fresh.

                A recipe's checkpoints lie in `.datacook/state` beside it, unless it has a `state` or the command line
                says `--state`. Each run leaves a session in `.datacook/sessions` beside the recipe: `manifest.yaml`,
                `logs/events.jsonl`, `logs/metrics.jsonl`, `artifacts/<step>/cleaned_config.json` and `report.html`,
                a page to open in a browser. The last 100 sessions are kept, within 256 MiB.

                Data goes to standard output, everything else to standard error. Colours and moving progress are for
                terminals; `NO_COLOR`, `TERM=dumb` or `--no-color` turn colours off. Elsewhere progress is one line for
                each stream every five seconds.

                ## Exit codes

                | Code | Meaning |
                |---|---|
                """);
        for (ExitCode code : ExitCode.values()) {
            page.append("| %d | %s |\n".formatted(code.number(), code.meaning()));
        }
        page.append("\nErrors are one line with a code, the place and what is wrong, and below it what to do next:\n")
                .append("`DC101 orders.yaml:7:9: …`. A stack trace is never printed.\n");
        CommandLine top = Cli.line(host());
        commands("datacook", top, page);
        out().print(page);
        return ExitCode.DONE;
    }

    private static void commands(String name, CommandLine line, StringBuilder page) {
        page.append("\n## `%s`\n\n```text\n".formatted(name));
        line.setUsageHelpWidth(WIDTH);
        line.getUsageMessage(Ansi.OFF)
                .lines()
                .forEach(text -> page.append(text.stripTrailing()).append('\n'));
        page.append("```\n");
        for (Map.Entry<String, CommandLine> below : line.getSubcommands().entrySet()) {
            if (!below.getValue().getCommandSpec().usageMessage().hidden()
                    && !below.getKey().equals("help")) {
                commands(name + " " + below.getKey(), below.getValue(), page);
            }
        }
    }
}
