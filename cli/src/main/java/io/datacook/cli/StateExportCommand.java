package io.datacook.cli;

import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.session.Documents;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `datacook state export`.
@Command(
        name = "export",
        description = "Print the checkpoints of a recipe as JSON, for a backup or a move to another state.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook state export orders.yaml > orders.state.json"})
final class StateExportCommand extends HostCommand {
    @Mixin
    private RecipeInput input = new RecipeInput();

    @Mixin
    private StateOption stateOption = new StateOption();

    @Override
    ExitCode execute() {
        try (Workbench bench = Workbench.look(host(), input, stateOption)) {
            Map<String, Object> streams = new LinkedHashMap<>();
            for (StateKey key : bench.state().list(bench.recipe().qualifiedName())) {
                StateBackend.Versioned kept = bench.state().load(key);
                Map<?, ?> tree = kept == null ? null : Documents.readYaml(kept.document());
                if (tree != null) {
                    streams.put(key.stream(), tree);
                }
            }
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("recipe", bench.recipe().qualifiedName());
            tree.put("exported_at", host().clock().instant());
            tree.put("streams", streams);
            printJson(tree);
        }
        return ExitCode.DONE;
    }
}
