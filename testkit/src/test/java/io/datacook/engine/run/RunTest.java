package io.datacook.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StepType;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    private static final Environment ENVIRONMENT = new Environment(Map.of(), 2);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final MemoryTable table = new MemoryTable();
    private final MemoryState state = new MemoryState();
    private final List<Duration> pauses = new ArrayList<>();
    private StopSignal stop = StopSignal.NEVER;
    private FaultHook faults = FaultHook.NONE;
    private int runs;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRowOfEverySplitArrivesOnce(boolean transactional) throws Exception {
        NumbersConnector numbers = new NumbersConnector(table, transactional);

        RunReport report = run(numbers, "{ type: numbers, count: 1000, splits: 7 }", "");

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.totals().rowsRead()).isEqualTo(1000);
        assertThat(report.totals().rowsWritten()).isEqualTo(1000);
        assertThat(ids()).containsExactlyElementsOf(upTo(1000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSourceThatFailsForAMomentIsReadAgainFromTheLastCommit(boolean transactional) throws Exception {
        NumbersConnector numbers = new NumbersConnector(table, transactional);
        numbers.batchesUntilFailure.set(17);

        RunReport report = run(numbers, "{ type: numbers, count: 1000, splits: 2 }", "");

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.streams().getFirst().attempts()).isEqualTo(2);
        assertThat(pauses).isNotEmpty();
        assertThat(ids()).containsExactlyElementsOf(upTo(1000));
    }

    @Test
    void withoutRetriesTheFailureIsReportedAndTheNextRunContinues() throws Exception {
        NumbersConnector numbers = new NumbersConnector(table, false);
        numbers.batchesUntilFailure.set(17);

        RunReport failed = run(numbers, "{ type: numbers, count: 1000, splits: 2 }", "max_retries: 0");
        DatacookException error = failed.error();
        RunReport again = run(numbers, "{ type: numbers, count: 1000, splits: 2 }", "max_retries: 0");

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(error).isNotNull();
        assertThat(error.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(again.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(again.totals().rowsRead()).isLessThan(1000);
        assertThat(ids()).containsExactlyElementsOf(upTo(1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 10, 40})
    void aStoppedRunLeavesEverythingInOrder(int batches) throws Exception {
        NumbersConnector numbers = new NumbersConnector(table, false);
        AtomicInteger looks = new AtomicInteger();
        stop = () -> looks.getAndIncrement() >= batches;

        RunReport stopped = run(numbers, "{ type: numbers, count: 1000, splits: 3 }", "");
        stop = StopSignal.NEVER;
        RunReport again = run(numbers, "{ type: numbers, count: 1000, splits: 3 }", "");

        assertThat(stopped.outcome()).isIn(Outcome.STOPPED, Outcome.SUCCEEDED);
        assertThat(again.outcome()).isEqualTo(Outcome.SUCCEEDED);
        if (stopped.outcome() == Outcome.STOPPED) {
            assertThat(ids()).containsExactlyElementsOf(upTo(1000));
        }
    }

    @Test
    void anIncrementalRunTakesOnlyWhatIsNew() throws Exception {
        NumbersConnector numbers = new NumbersConnector(table, false);
        String incremental = ", incremental: { strategy: cursor, cursor_column: id } }";

        RunReport first = run(numbers, "{ type: numbers, count: 500" + incremental, "");
        RunReport second = run(numbers, "{ type: numbers, count: 800" + incremental, "");
        RunReport third = run(numbers, "{ type: numbers, count: 800" + incremental, "");

        assertThat(first.totals().rowsWritten()).isEqualTo(500);
        assertThat(second.totals().rowsWritten()).isEqualTo(300);
        assertThat(third.totals().rowsWritten()).isZero();
        assertThat(second.streams().getFirst().stateBefore()).isEqualTo("id ≤ 500");
        assertThat(third.streams().getFirst().stateAfter()).isEqualTo("id ≤ 800");
        assertThat(ids()).containsExactlyElementsOf(upTo(800));
    }

    @Test
    void aRowThatDoesNotFitEndsTheRunUnlessTheRecipeSaysOtherwise() throws Exception {
        NumbersConnector numbers = new NumbersConnector(table, false);
        String cast = "transform: { steps: [ { type: cast, columns: { text: int64 }%s } ] }\n%s";

        RunReport failed = run(numbers, "{ type: numbers, count: 20 }", "", cast.formatted("", ""));
        RunReport skipped = run(
                numbers,
                "{ type: numbers, count: 20 }",
                "",
                cast.formatted(", on_error: quarantine", "errors: { policy: skip, rows_max: 2 }"));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.error())
                .isNotNull()
                .extracting(DatacookException::code)
                .isEqualTo(ErrorCode.DATA_INVALID);
        assertThat(skipped.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(skipped.totals().rowsRejected()).isEqualTo(2);
        assertThat(ids())
                .containsExactlyElementsOf(
                        upTo(20).stream().filter(id -> id % 10 != 7).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void checksOfAllRowsSeeWhatWasCommittedBeforeAFailure(boolean transactional) throws Exception {
        // Given
        NumbersConnector numbers = new NumbersConnector(table, transactional);
        assetOf1000Rows();
        numbers.batchesUntilFailure.set(25);
        String source = "{ type: numbers, count: 1000, splits: 4 }";

        // When
        RunReport failed = run(numbers, source, "max_retries: 0", "asset: { path: numbers.yaml }");
        RunReport again = run(numbers, source, "max_retries: 0", "asset: { path: numbers.yaml }");

        // Then
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.totals().rowsWritten()).isPositive();
        assertThat(again.error()).isNull();
        assertThat(again.totals().rowsWritten())
                .isEqualTo(1000 - failed.totals().rowsWritten());
        assertThat(ids()).containsExactlyElementsOf(upTo(1000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void checksOfAllRowsSeeASplitThatEndedWithoutSayingSo(boolean transactional) throws Exception {
        // Given: the last rows of a split are committed, and the run fails before it sees that there are no more
        NumbersConnector numbers = new NumbersConnector(table, transactional);
        assetOf1000Rows();
        String source = "{ type: numbers, count: 1000, splits: 4 }";
        faults = FaultHook.at("AFTER_ACKNOWLEDGE", () -> {
            throw new DatacookException(ErrorCode.SOURCE_UNREACHABLE, "as planned");
        });

        // When
        RunReport failed = run(numbers, source, "max_retries: 0", "asset: { path: numbers.yaml }");
        RunReport again = run(numbers, source, "max_retries: 0", "asset: { path: numbers.yaml }");

        // Then
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(again.error()).isNull();
        assertThat(ids()).containsExactlyElementsOf(upTo(1000));
    }

    /// Checks that look at all rows of a load.
    private void assetOf1000Rows() throws IOException {
        Files.writeString(folder.resolve("numbers.yaml"), """
                name: numbers
                version: 1.0
                rows: { min: 1000, max: 1000 }
                columns:
                  - { name: id, type: int64, checks: { unique: true } }
                """);
    }

    private RunReport run(NumbersConnector numbers, String source, String runtime) throws Exception {
        return run(numbers, source, runtime, "");
    }

    private RunReport run(NumbersConnector numbers, String source, String runtime, String more) throws Exception {
        Path file = Files.writeString(
                folder.resolve("recipe.yaml"), """
                name: numbers
                source: %s
                destination: { type: numbers }
                runtime: { batch_size: 25, parallelism: 2, checkpoint: { rows_max: 100 }%s }
                %s
                """.formatted(source, runtime.isEmpty() ? "" : ", " + runtime, more));
        List<StepType<?>> steps = new ArrayList<>();
        ServiceLoader.load(StepType.class).forEach(steps::add);
        Recipe recipe = RecipeFiles.load(file, ENVIRONMENT).orThrow();
        Catalog catalog = Catalog.of(List.of(numbers), steps);
        try (EngineContext context = EngineContext.open(recipe, catalog, ENVIRONMENT, CLOCK, "run-" + runs++)) {
            RunTools tools = new RunTools(state, RunListener.SILENT, stop, pauses::add, Duration.ZERO, faults);
            try {
                return new Run(context, tools, upstream(context), Lane.alone(context.runId())).run();
            } finally {
                closeUpstream();
            }
        }
    }

    /// Where source and steps stand.
    Upstream upstream(EngineContext context) {
        return StepsUpstream.local(context);
    }

    /// Waits until nothing of a run's upstream is left in memory.
    void closeUpstream() {}

    private List<Long> ids() {
        return table.visible().stream()
                .map(row -> (Long) Objects.requireNonNull(row.get("id")))
                .sorted()
                .toList();
    }

    private static List<Long> upTo(long count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
