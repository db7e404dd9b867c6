package io.datacook.cli;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `datacook`: the table of contents.
@TopCommand
@Command(
        name = "datacook",
        description = "Loads data as recipes say: from any source to any destination, every row exactly once.",
        subcommands = {HelpCommand.class, ListConnectorsCommand.class},
        mixinStandardHelpOptions = true,
        version = "datacook 0.1.0")
public final class DatacookCommand {}
