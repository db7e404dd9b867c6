package io.datacook.cli;

import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeCheck;
import io.datacook.engine.recipe.RecipeProblem;
import io.datacook.engine.recipe.Resolution;
import io.datacook.engine.recipe.Settings;
import io.datacook.engine.session.Quantities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `datacook validate`.
@Command(
        name = "validate",
        description = "Check recipes and say everything that is wrong with them, each with its line. Opens no system.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook validate orders.yaml", "  datacook validate recipes/*.yaml --output json"})
final class ValidateCommand extends HostCommand {
    @Parameters(paramLabel = "RECIPE", arity = "1..*", description = "Files with recipes.")
    private List<Path> files = List.of();

    @Mixin
    private Output output = new Output();

    @Override
    ExitCode execute() {
        Catalog catalog = Catalog.load();
        List<Object> results = new ArrayList<>();
        boolean valid = true;
        for (Path file : files) {
            Resolution resolution =
                    RecipeCheck.load(host().resolve(file), null, Settings.NONE, host().environment(), catalog);
            valid &= resolution.recipe() != null;
            if (output.isJson()) {
                results.add(tree(file, resolution));
            } else {
                print(file, resolution);
            }
        }
        if (output.isJson()) {
            printJson(results);
        }
        return valid ? ExitCode.DONE : ExitCode.USER;
    }

    private void print(Path file, Resolution resolution) {
        Recipe recipe = resolution.recipe();
        if (recipe == null) {
            failures().problems(resolution.problems());
            return;
        }
        out().println("%s %s is valid: recipe %s, %s, %s"
                .formatted(
                        style().good("✓"),
                        file,
                        recipe.qualifiedName(),
                        Quantities.of(recipe.streams().size(), "stream"),
                        recipe.digest()));
    }

    private static Map<String, Object> tree(Path file, Resolution resolution) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Recipe recipe = resolution.recipe();
        tree.put("file", file);
        tree.put("valid", recipe != null);
        tree.put("recipe", recipe == null ? null : recipe.qualifiedName());
        tree.put("digest", recipe == null ? null : recipe.digest());
        tree.put(
                "problems",
                resolution.problems().stream().map(ValidateCommand::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(RecipeProblem problem) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("code", problem.rule().code());
        tree.put("rule", problem.rule().word());
        tree.put("file", problem.place().file());
        tree.put("line", problem.place().line());
        tree.put("column", problem.place().column());
        tree.put("message", problem.message());
        tree.put("suggestion", problem.suggestion());
        return tree;
    }
}
