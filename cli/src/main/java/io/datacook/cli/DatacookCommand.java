package io.datacook.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `datacook`: the table of contents, and what every command needs.
@Command(
        name = "datacook",
        description = "Loads data as recipes say: from any source to any destination, every row exactly once.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  datacook init --from data/orders.csv --to parquet:out/orders orders.yaml",
            "  datacook run orders.yaml",
            "  datacook help run"
        })
final class DatacookCommand {
    private final Host host;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "Print without colours; the variable NO_COLOR does the same.")
    private boolean colourless;

    DatacookCommand(Host host) {
        this.host = host;
    }

    Host host() {
        return host;
    }

    boolean isColourless() {
        return colourless;
    }
}
