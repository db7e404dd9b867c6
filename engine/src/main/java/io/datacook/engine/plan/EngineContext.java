package io.datacook.engine.plan;

import io.datacook.api.ConnectorContext;
import io.datacook.api.StepContext;
import io.datacook.engine.recipe.BindContext;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RunValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/// What a run borrows: opened once, lent to every opener, closed last.
///
/// **Threading:** safe for all lanes. **Closing:** once, after everything that was opened with it; a leak of Arrow
/// buffers shows here.
public final class EngineContext implements AutoCloseable {
    private final Catalog catalog;
    private final Recipe recipe;
    private final Environment environment;
    private final Clock clock;
    private final RunValues run;
    private final MemoryBudget budget;
    private final BufferPool pool;
    private final BufferAllocator allocator;
    private final Path scratch;

    private EngineContext(Catalog catalog, Recipe recipe, Environment environment, Clock clock, RunValues run) {
        this.catalog = catalog;
        this.recipe = recipe;
        this.environment = environment;
        this.clock = clock;
        this.run = run;
        this.budget = MemoryBudget.of(
                recipe.runtime().memory(),
                Runtime.getRuntime().maxMemory(),
                recipe.runtime().parallelism());
        this.pool = new BufferPool(budget.arrow(), budget.keptMax());
        this.allocator = new RootAllocator(RootAllocator.configBuilder()
                .maxAllocation(budget.arrow())
                .allocationManagerFactory(pool)
                .build());
        this.scratch = recipe.folder().resolve(".datacook").resolve("scratch").resolve(run.runId());
    }

    /// Opens the resources of one run.
    ///
    /// @param runId unique, of letters, digits and `-`: names the session and the scratch folder
    public static EngineContext open(
            Recipe recipe, Catalog catalog, Environment environment, Clock clock, String runId) {
        return open(recipe, catalog, environment, clock, new RunValues(runId, clock.instant(), null));
    }

    /// Opens the resources of one process of a run that several processes work on.
    ///
    /// @param run the same in all of them: `now()` is when the run began, wherever it is asked
    public static EngineContext open(
            Recipe recipe, Catalog catalog, Environment environment, Clock clock, RunValues run) {
        return new EngineContext(catalog, recipe, environment, clock, run);
    }

    /// Connectors and steps by type.
    public Catalog catalog() {
        return catalog;
    }

    /// The recipe that runs.
    public Recipe recipe() {
        return recipe;
    }

    /// The one clock.
    public Clock clock() {
        return clock;
    }

    /// The run's id.
    public String runId() {
        return run.runId();
    }

    /// When the run began: `now()` in recipes.
    public Instant startedAt() {
        return run.startedAt();
    }

    /// How memory is shared out.
    public MemoryBudget budget() {
        return budget;
    }

    /// The root of all Arrow memory of the run.
    public BufferAllocator allocator() {
        return allocator;
    }

    /// What options bind with, for a part of the recipe such as `source`.
    public BindContext binding(String stream, String path) {
        return new BindContext(
                recipe.folder(),
                environment.secrets(recipe.folder()),
                new RunValues(run.runId(), run.startedAt(), stream, run.window()),
                path);
    }

    /// What a connector's opener gets.
    public ConnectorContext forConnector() {
        return new ConnectorContext(
                allocator, clock, recipe.folder(), scratch, recipe.runtime().parallelism());
    }

    /// What a step's opener gets.
    public StepContext forStep(String stream, boolean rejecting) {
        return new StepContext(allocator, recipe.qualifiedName(), stream, runId(), startedAt(), scratch, rejecting);
    }

    /// Removes the scratch folder and gives memory back.
    @Override
    public void close() {
        try {
            removeScratch();
        } finally {
            try (pool) {
                allocator.close();
            }
        }
    }

    private void removeScratch() {
        if (!Files.exists(scratch)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(scratch)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + scratch, failed);
        }
    }
}
