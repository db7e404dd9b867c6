package io.datacook.cli;

import io.datacook.api.Batch;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.run.Preview;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `datacook preview`.
@Command(
        name = "preview",
        description = "Show the first rows of each stream as the destination would get them. Writes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook preview orders.yaml", "  datacook preview orders.yaml --rows 3 --output json"})
final class PreviewCommand extends HostCommand {
    private static final int ROWS_MAX = 1000;

    @Mixin
    private RecipeInput input = new RecipeInput();

    @Mixin
    private StateOption stateOption = new StateOption();

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "Show this stream only; may be given several times.")
    private List<String> streams = List.of();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many rows of each stream, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Mixin
    private Output output = new Output();

    @Override
    ExitCode execute() {
        if (rows < 1 || rows > ROWS_MAX) {
            throw new picocli.CommandLine.ParameterException(
                    spec().commandLine(), "--rows is 1 to %d, not %d".formatted(ROWS_MAX, rows));
        }
        try (Workbench bench = Workbench.look(host(), input, stateOption)) {
            Preview preview = new Preview(bench.context());
            for (StreamRecipe stream :
                    StreamChoice.of(new Planner(bench.context(), bench.state()).streams(), streams)) {
                show(preview, stream);
            }
        }
        return ExitCode.DONE;
    }

    private void show(Preview preview, StreamRecipe stream) {
        Shown shown = new Shown();
        preview.show(stream, rows, batch -> add(batch, shown), this::left);
        if (!output.isJson()) {
            out().println(style().bold(stream.name()));
            if (shown.table == null) {
                out().println("  no rows");
            } else {
                print(shown.table);
            }
            out().println();
        }
    }

    private static final class Shown {
        private @Nullable TextTable table;
        private int rows;
    }

    /// JSON is printed row by row, one object on each line.
    private void add(Batch batch, Shown shown) {
        int count = Math.min(batch.rowCount(), rows - shown.rows);
        if (shown.table == null && count > 0) {
            shown.table = new TextTable(
                    style(),
                    batch.schema().getFields().stream().map(Field::getName).toArray(String[]::new));
        }
        for (int row = 0; row < count; row++) {
            if (output.isJson()) {
                out().println(RowText.row(batch.rows(), row));
            } else if (shown.table != null) {
                shown.table.row(cells(batch, row));
            }
        }
        shown.rows += count;
    }

    private String[] cells(Batch batch, int row) {
        List<FieldVector> columns = batch.rows().getFieldVectors();
        String[] cells = new String[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            String text = RowText.plain(columns.get(i), row);
            cells[i] = text == null ? style().faint("null") : text.substring(0, Math.min(80, text.length()));
        }
        return cells;
    }

    private void left(List<Reject> rejects) {
        for (Reject reject : rejects) {
            err().println(errorStyle().warning("left out: %s: %s".formatted(reject.place(), reject.reason())));
        }
    }
}
