package io.datacook.cli;

import io.datacook.engine.session.Documents;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What all commands share: the host, and ways to print.
///
/// **Threading:** one thread, but for what a run calls back.
@Command(sortOptions = false)
abstract class HostCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, nobody at the field
    private boolean helpWanted;

    private DatacookCommand top() {
        return (DatacookCommand) spec.root().userObject();
    }

    final CommandSpec spec() {
        return spec;
    }

    final Host host() {
        return top().host();
    }

    final PrintWriter out() {
        return host().terminal().out();
    }

    final PrintWriter err() {
        return host().terminal().err();
    }

    /// The style of what is printed on `out`.
    final Style style() {
        return Style.of(host(), host().terminal().outIsScreen(), top().isColourless());
    }

    /// The style of what is printed on `err`.
    final Style errorStyle() {
        return Style.of(host(), host().terminal().errIsScreen(), top().isColourless());
    }

    final Failures failures() {
        return new Failures(top());
    }

    final void print(TextTable table) {
        int width = host().terminal().outWidth();
        table.lines()
                .forEach(line -> Wrap.lines(line, table.lastColumn(), width).forEach(out()::println));
    }

    final void printJson(Object tree) {
        out().print(Documents.json(tree));
        out().flush();
    }

    @Override
    public final Integer call() {
        return execute().number();
    }

    /// Does the work.
    ///
    /// @throws io.datacook.api.DatacookException for everything that users can mend
    abstract ExitCode execute();
}
