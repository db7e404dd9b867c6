package io.datacook.cli;

import io.datacook.api.StateKey;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import io.datacook.engine.session.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `datacook show-state`.
@Command(
        name = "show-state",
        description = "Show how far each stream of a recipe is loaded.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook show-state orders.yaml", "  datacook show-state orders.yaml --output json"})
final class ShowStateCommand extends HostCommand {
    @Mixin
    private RecipeInput input = new RecipeInput();

    @Mixin
    private StateOption stateOption = new StateOption();

    @Mixin
    private Output output = new Output();

    @Override
    ExitCode execute() {
        try (Workbench bench = Workbench.look(host(), input, stateOption)) {
            StateEdits edits = new StateEdits(bench.state(), host().clock());
            List<Map<String, Object>> trees = new ArrayList<>();
            TextTable table =
                    new TextTable(style(), "STREAM", "CURSOR", "#LOADS", "#ROWS", "#LEFT OUT", "LAST LOAD", "NOW");
            for (StateKey key : bench.state().list(bench.recipe().qualifiedName())) {
                StreamState state = edits.load(key);
                if (state != null) {
                    trees.add(tree(key, state));
                    row(table, key, state);
                }
            }
            if (output.isJson()) {
                printJson(trees);
            } else {
                out().println("%s  state in %s"
                        .formatted(
                                style().bold(bench.recipe().qualifiedName()),
                                bench.state().describe()));
                if (table.isEmpty()) {
                    out().println("  never loaded");
                } else {
                    print(table);
                }
            }
        }
        return ExitCode.DONE;
    }

    private void row(TextTable table, StateKey key, StreamState state) {
        table.row(
                key.stream(),
                cursor(state.cursor()),
                Quantities.count(state.totals().windows()),
                Quantities.count(state.totals().rows()),
                Quantities.count(state.totals().rejects()),
                state.totals().lastSuccess() == null
                        ? "-"
                        : state.totals().lastSuccess().toString(),
                now(state));
    }

    private static String cursor(@Nullable Cursor cursor) {
        return cursor == null ? "-" : cursor.column() + " ≤ " + cursor.value();
    }

    private String now(StreamState state) {
        Lease lease = state.lease();
        if (lease != null && lease.holdsAt(host().clock().instant())) {
            return "loading, by " + lease.owner().describe();
        }
        Window window = state.window();
        if (window == null) {
            return "-";
        }
        return "unfinished: %s committed, the next run continues".formatted(Quantities.of(window.rows(), "row"));
    }

    private static Map<String, Object> tree(StateKey key, StreamState state) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Cursor cursor = state.cursor();
        Window window = state.window();
        tree.put("recipe", key.recipe());
        tree.put("stream", key.stream());
        tree.put("cursor_column", cursor == null ? null : cursor.column());
        tree.put("cursor", cursor == null ? null : cursor.value());
        tree.put("loads", state.totals().windows());
        tree.put("rows", state.totals().rows());
        tree.put("rows_left_out", state.totals().rejects());
        tree.put("last_load", state.totals().lastSuccess());
        tree.put("fence", state.fence());
        tree.put("window", window == null ? null : window.id());
        tree.put("window_rows", window == null ? null : window.rows());
        return tree;
    }
}
