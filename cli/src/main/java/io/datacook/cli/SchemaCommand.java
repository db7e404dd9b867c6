package io.datacook.cli;

import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.RecipeSchema;
import picocli.CommandLine.Command;

/// `datacook schema`.
@Command(
        name = "schema",
        description = "Print the JSON Schema of recipes, for editors.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  datacook schema > recipe.schema.json",
            "  # first line of a recipe, for editors with the YAML language server:",
            "  # yaml-language-server: $schema=./recipe.schema.json"
        })
final class SchemaCommand extends HostCommand {
    @Override
    ExitCode execute() {
        out().print(RecipeSchema.write(Catalog.load()));
        return ExitCode.DONE;
    }
}
