package io.datacook.cli;

import io.datacook.engine.recipe.Explain;
import io.datacook.engine.recipe.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `datacook explain`.
@Command(
        name = "explain",
        description = "Print the resolved recipe with the file, line and column every value came from. "
                + "Opens no system and shows no secret.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook explain orders.yaml", "  datacook explain orders.yaml --plain > resolved.yaml"})
final class ExplainCommand extends HostCommand {
    @Mixin
    private RecipeInput input = new RecipeInput();

    @Mixin
    private Output output = new Output();

    @Option(names = "--plain", description = "Print the resolved recipe as YAML, without places.")
    private boolean plain;

    @Override
    ExitCode execute() {
        Recipe recipe = input.resolve(host());
        if (output.isJson()) {
            out().println(Explain.json(recipe));
        } else if (plain) {
            out().print(io.datacook.engine.recipe.RecipeYaml.write(recipe));
        } else {
            out().print(Explain.text(recipe));
        }
        return ExitCode.DONE;
    }
}
