package io.datacook.cli;

import io.datacook.api.SchemaChange;
import io.datacook.api.TypeNames;
import io.datacook.engine.plan.Plan;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.plan.StreamPlan;
import io.datacook.engine.recipe.ErrorPolicy;
import io.datacook.engine.recipe.Incremental;
import io.datacook.engine.recipe.StepConfig;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.session.Quantities;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `datacook plan`.
@Command(
        name = "plan",
        description = "Show what a run would do: streams, columns, write modes, state, changes of the destination. "
                + "Asks the systems and changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook plan orders.yaml", "  datacook plan orders.yaml --output json"})
final class PlanCommand extends HostCommand {
    /// Where facts begin behind their names.
    private static final int FACTS = 12;

    @Mixin
    private RecipeInput input = new RecipeInput();

    @Mixin
    private StateOption stateOption = new StateOption();

    @Mixin
    private Output output = new Output();

    @Override
    ExitCode execute() {
        try (Workbench bench = Workbench.look(host(), input, stateOption)) {
            Plan plan = new Planner(bench.context(), bench.state()).plan();
            if (output.isJson()) {
                printJson(tree(plan, bench.state().describe()));
            } else {
                print(plan, bench.state().describe());
            }
        }
        return ExitCode.DONE;
    }

    private void print(Plan plan, String state) {
        out().println("%s  %s"
                .formatted(
                        style().bold(plan.recipe().qualifiedName()),
                        plan.recipe().digest()));
        out().println("state in " + state);
        plan.streams().forEach(this::print);
    }

    private void print(StreamPlan stream) {
        StreamRecipe recipe = stream.recipe();
        out().println();
        out().println("%s  %s ─▶ %s %s"
                .formatted(
                        style().bold(stream.name()),
                        recipe.source().type(),
                        recipe.destination().type(),
                        stream.target()));
        fact("reads", reads(recipe) + size(stream));
        if (!recipe.steps().isEmpty()) {
            fact("steps", recipe.steps().stream().map(StepConfig::type).collect(Collectors.joining(", ")));
        }
        fact("writes", writes(recipe));
        fact("delivery", stream.delivery());
        fact("bad rows", badRows(recipe.errors()));
        String standing = stream.state().describe();
        fact("state", standing == null ? "never loaded" : standing);
        if (stream.changes().isEmpty()) {
            fact("target", stream.exists() ? "is there and fits" : "is made by the first run");
        }
        for (SchemaChange change : stream.changes()) {
            fact("target", style().warning("+ ") + change.describe());
        }
        TextTable columns = new TextTable(style(), "  COLUMN", "TYPE", "NULLS", "FROM");
        for (Field field : stream.output().getFields()) {
            columns.row(
                    "  " + field.getName(),
                    TypeNames.name(field),
                    field.isNullable() ? "yes" : "no",
                    origin(field, stream.read()));
        }
        print(columns);
    }

    private void fact(String name, String text) {
        String line = "  %s  %s".formatted(style().faint(String.format("%-8s", name)), text);
        Wrap.lines(line, FACTS, host().terminal().outWidth()).forEach(out()::println);
    }

    private static String reads(StreamRecipe recipe) {
        return switch (recipe.incremental()) {
            case Incremental.Full() -> "all rows";
            case Incremental.Cursor cursor ->
                "rows with a higher " + cursor.column() + (cursor.lag() == null ? "" : ", with a lag");
        };
    }

    private static String size(StreamPlan stream) {
        String rows = stream.source().rowsEstimate() < 0
                ? ""
                : ", about " + Quantities.of(stream.source().rowsEstimate(), "row");
        return stream.source().bytesEstimate() < 0
                ? rows
                : rows + ", " + Quantities.bytes(stream.source().bytesEstimate());
    }

    private static String writes(StreamRecipe recipe) {
        return switch (recipe.mode()) {
            case io.datacook.api.WriteMode.Merge merge -> "merge by " + String.join(", ", merge.keys());
            case io.datacook.api.WriteMode.Scd2 history -> "scd2 by " + String.join(", ", history.keys());
            case io.datacook.api.WriteMode.Append append -> append.word();
            case io.datacook.api.WriteMode.Replace replace -> replace.word();
        };
    }

    private static String badRows(ErrorPolicy policy) {
        return switch (policy) {
            case ErrorPolicy.Fail() -> "end the run";
            case ErrorPolicy.Skip(long rowsMax) -> "are skipped, " + Quantities.count(rowsMax) + " at most";
            case ErrorPolicy.DeadLetter letters ->
                "are kept aside with their reason, " + Quantities.count(letters.rowsMax()) + " at most";
        };
    }

    /// What the source calls the column, where the type differs or the column is new.
    private static String origin(Field field, Schema read) {
        for (Field source : read.getFields()) {
            if (source.getName().equals(field.getName())) {
                String type = TypeNames.name(source);
                return type.equals(TypeNames.name(field)) ? "" : "was " + type;
            }
        }
        return "new";
    }

    private static Map<String, Object> tree(Plan plan, String state) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("recipe", plan.recipe().qualifiedName());
        tree.put("digest", plan.recipe().digest());
        tree.put("state", state);
        tree.put("streams", plan.streams().stream().map(PlanCommand::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(StreamPlan stream) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("stream", stream.name());
        tree.put("source", stream.recipe().source().type());
        tree.put("destination", stream.recipe().destination().type());
        tree.put("target", stream.target());
        tree.put("target_exists", stream.exists());
        tree.put("reads", reads(stream.recipe()));
        tree.put("rows_estimate", known(stream.source().rowsEstimate()));
        tree.put("bytes_estimate", known(stream.source().bytesEstimate()));
        tree.put("steps", stream.recipe().steps().stream().map(StepConfig::type).toList());
        tree.put("write_mode", stream.recipe().mode().word());
        tree.put("delivery", stream.delivery());
        tree.put("state", stream.state().describe());
        tree.put(
                "changes", stream.changes().stream().map(SchemaChange::describe).toList());
        tree.put("columns", columns(stream.output()));
        return tree;
    }

    private static @Nullable Long known(long estimate) {
        return estimate < 0 ? null : estimate;
    }

    /// Columns as a tree, for every command that shows some.
    static List<Map<String, Object>> columns(Schema schema) {
        return schema.getFields().stream()
                .map(field -> {
                    Map<String, Object> column = new LinkedHashMap<>();
                    column.put("name", field.getName());
                    column.put("type", TypeNames.name(field));
                    column.put("nullable", field.isNullable());
                    return column;
                })
                .toList();
    }
}
