package io.datacook.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.StepType;
import io.datacook.engine.link.Wires;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.Lane;
import io.datacook.engine.load.StopSignal;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.StepsUpstream;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeFiles;
import io.datacook.engine.stage.Upstream;
import io.datacook.testkit.MemoryState;
import io.datacook.testkit.MemoryTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever holds for a run in one process holds where source and steps stand behind links.
class LinkedRunTest extends RunTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    private static final Environment ENVIRONMENT = new Environment(Map.of(), 2);

    private @Nullable Wires wires;

    @Override
    Upstream upstream(EngineContext context) {
        Wires split = Wires.split(context, context, context);
        wires = split;
        return split.upstream();
    }

    @Override
    void closeUpstream() {
        if (wires != null) {
            wires.close();
        }
    }

    @Test
    void theReportEqualsThatOfOneProcess() throws Exception {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), """
                name: numbers
                source: { type: numbers, count: 500, splits: 3, incremental: { strategy: cursor, cursor_column: id } }
                transform: { steps: [ { type: cast, columns: { text: int64 }, on_error: quarantine } ] }
                errors: { policy: skip, rows_max: 1000 }
                destination: { type: numbers }
                runtime: { batch_size: 20, parallelism: 2, checkpoint: { rows_max: 100 } }
                """);

        StreamReport alone = report(file, StepsUpstream::local);
        StreamReport linked = report(file, this::upstream);

        assertThat(alone.error()).isNull();
        assertThat(alone.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(alone.counts().rowsRejected()).isEqualTo(50);
        assertThat(linked.error()).isNull();
        assertThat(linked.counts()).isEqualTo(alone.counts());
        assertThat(linked.steps()).isEqualTo(alone.steps()).hasSize(1);
        assertThat(linked.stateAfter()).isEqualTo(alone.stateAfter()).isEqualTo("id ≤ 500");
        assertThat(linked.splits()).isEqualTo(alone.splits());
        assertThat(linked.epochs()).isEqualTo(alone.epochs());
        assertThat(linked.stageBusy().keySet()).isEqualTo(alone.stageBusy().keySet());
    }

    private StreamReport report(Path file, Function<EngineContext, Upstream> upstream) {
        List<StepType<?>> steps = new ArrayList<>();
        ServiceLoader.load(StepType.class).forEach(steps::add);
        Recipe recipe = RecipeFiles.load(file, ENVIRONMENT).orThrow();
        Catalog catalog = Catalog.of(List.of(new NumbersConnector(new MemoryTable(), false)), steps);
        RunTools tools = new RunTools(
                new MemoryState(), RunListener.SILENT, StopSignal.NEVER, _ -> {}, Duration.ZERO, FaultHook.NONE);
        try (EngineContext context = EngineContext.open(recipe, catalog, ENVIRONMENT, CLOCK, "run")) {
            StreamReport report = new Run(context, tools, upstream.apply(context), Lane.alone("run"))
                    .run()
                    .streams()
                    .getFirst();
            closeUpstream();
            return report;
        }
    }
}
