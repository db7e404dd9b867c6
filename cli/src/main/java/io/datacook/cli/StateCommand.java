package io.datacook.cli;

import picocli.CommandLine.Command;

/// `datacook state`: the table of contents of state surgery.
@Command(
        name = "state",
        description = "Change, save or restore how far streams are loaded. See 'datacook show-state' to look at it.",
        subcommands = {
            StateSetCommand.class,
            StateResetCommand.class,
            StateUnlockCommand.class,
            StateExportCommand.class,
            StateImportCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  datacook state set orders.yaml --stream orders --cursor 2026-11-01T00:00:00",
            "  datacook state reset orders.yaml --stream orders",
            "  datacook state unlock orders.yaml --stream orders",
            "  datacook state export orders.yaml > orders.state.json",
            "  datacook state import orders.yaml orders.state.json --yes"
        })
final class StateCommand extends HostCommand {
    @Override
    ExitCode execute() {
        throw new picocli.CommandLine.ParameterException(
                spec().commandLine(), "say what to do: set, reset, unlock, export or import");
    }
}
