package io.datacook.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/// `datacook completion`.
@Command(
        name = "completion",
        description = "Print a script that completes commands, options and files in bash and zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(datacook completion)                            # this shell",
            "  datacook completion > ~/.local/share/bash-completion/completions/datacook"
        })
final class CompletionCommand extends HostCommand {
    @Override
    ExitCode execute() {
        out().print(AutoComplete.bash("datacook", Cli.line(host())));
        return ExitCode.DONE;
    }
}
