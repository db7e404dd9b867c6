package io.datacook.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/// Runs lines of arguments.
final class Cli {
    /// What asks for the top's help.
    private static final List<String> CONTENTS = List.of("--help", "-h");

    private Cli() {}

    /// Every command by name, in the order of the help.
    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("init", InitCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("preview", PreviewCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("discover", DiscoverCommand::new);
        commands.put("show-state", ShowStateCommand::new);
        commands.put("state", StateCommand::new);
        commands.put("sessions", SessionsCommand::new);
        commands.put("list-connectors", ListConnectorsCommand::new);
        commands.put("schema", SchemaCommand::new);
        commands.put("import-job", ImportJobCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("docs", DocsCommand::new);
        return commands;
    }

    /// Runs one line of arguments to its end.
    ///
    /// @return the exit code
    static int run(Host host, String... args) {
        if (args.length == 1 && CONTENTS.contains(args[0])) {
            return end(host, contents(host).execute(args));
        }
        Map<String, Supplier<Object>> commands = commands();
        // A known command needs none of the others: building all of them costs more than most commands do.
        if (args.length > 0 && commands.containsKey(args[0])) {
            commands.keySet().retainAll(List.of(args[0]));
        }
        return end(host, line(host, commands).execute(args));
    }

    private static int end(Host host, int code) {
        host.terminal().out().flush();
        host.terminal().err().flush();
        return code;
    }

    /// All commands by name and description only: the top's help says nothing of their options, and to look at those
    /// takes longer than everything else it does.
    static CommandLine contents(Host host) {
        CommandLine line = line(host, Map.of());
        commands().forEach((name, command) -> {
            Object made = command.get();
            CommandSpec spec = CommandSpec.wrapWithoutInspection(made);
            Command described = Objects.requireNonNull(made.getClass().getAnnotation(Command.class));
            spec.usageMessage().description(described.description()).hidden(described.hidden());
            line.addSubcommand(name, new CommandLine(spec));
        });
        line.addSubcommand("help", new HelpCommand());
        return line;
    }

    /// All commands, for help, completion and documentation.
    static CommandLine line(Host host) {
        return line(host, commands());
    }

    private static CommandLine line(Host host, Map<String, Supplier<Object>> commands) {
        DatacookCommand top = new DatacookCommand(host);
        CommandLine line = new CommandLine(top);
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        if (commands.size() > 1) {
            line.addSubcommand("help", new HelpCommand());
        }
        Failures failures = new Failures(top);
        line.setOut(host.terminal().out());
        line.setErr(host.terminal().err());
        line.setColorScheme(Help.defaultColorScheme(
                Style.of(host, host.terminal().outIsScreen(), false).coloured() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(Math.clamp(host.terminal().width(), 80, 110));
        line.setParameterExceptionHandler(failures::usage);
        line.setExecutionExceptionHandler((failure, where, parsed) -> failures.print(failure));
        line.setExitCodeExceptionMapper(failure -> ExitCode.INTERNAL.number());
        return line;
    }
}
