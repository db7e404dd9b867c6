package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StreamInfo;
import io.datacook.api.TypeNames;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeFiles;
import io.datacook.engine.recipe.Resolution;
import io.datacook.engine.session.Quantities;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `datacook discover`.
@Command(
        name = "discover",
        description = "Show the streams and columns of a source: that of a recipe, or a path or URL.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  datacook discover orders.yaml",
            "  datacook discover --from \"data/*.csv\"",
            "  datacook discover --from postgres://reader@localhost/shop"
        })
final class DiscoverCommand extends HostCommand {
    @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "The recipe's file, YAML or JSON.")
    private @Nullable Path file;

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description = "A path, type:path or postgres:// URL instead of a recipe.")
    private @Nullable String from;

    @Mixin
    private Output output = new Output();

    @Override
    ExitCode execute() {
        List<StreamInfo> streams = find();
        if (output.isJson()) {
            printJson(streams.stream().map(DiscoverCommand::tree).toList());
            return ExitCode.DONE;
        }
        for (StreamInfo stream : streams) {
            out().println("%s  %s%s"
                    .formatted(
                            style().bold(stream.name()),
                            Quantities.of(stream.schema().getFields().size(), "column"),
                            stream.rowsEstimate() < 0 ? "" : ", about " + Quantities.of(stream.rowsEstimate(), "row")));
            TextTable columns = new TextTable(style(), "  COLUMN", "TYPE", "NULLS", "KEY");
            for (Field field : stream.schema().getFields()) {
                columns.row(
                        "  " + field.getName(),
                        TypeNames.name(field),
                        field.isNullable() ? "yes" : "no",
                        stream.primaryKey().contains(field.getName()) ? "yes" : "");
            }
            print(columns);
            out().println();
        }
        return ExitCode.DONE;
    }

    private List<StreamInfo> find() {
        if (from != null) {
            return Discovery.of(host(), Endpoint.parse(from), from);
        }
        if (file == null) {
            throw new DatacookException(ErrorCode.USAGE, "say what to look at: a recipe, or --from with a path or URL");
        }
        Resolution resolution = RecipeFiles.load(host().resolve(file), host().environment());
        Recipe recipe = resolution.recipe();
        if (recipe == null) {
            throw new RefusedRecipe(resolution.problems());
        }
        return Discovery.of(host(), recipe, Catalog.load(), host().environment());
    }

    private static Map<String, Object> tree(StreamInfo stream) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("stream", stream.name());
        tree.put("options", stream.options());
        tree.put("primary_key", stream.primaryKey());
        tree.put("rows_estimate", stream.rowsEstimate() < 0 ? null : stream.rowsEstimate());
        tree.put("bytes_estimate", stream.bytesEstimate() < 0 ? null : stream.bytesEstimate());
        tree.put("columns", PlanCommand.columns(stream.schema()));
        return tree;
    }
}
