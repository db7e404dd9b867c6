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
    private final String runId;
    private final Instant startedAt;
    private final MemoryBudget budget;
    private final BufferAllocator allocator;
    private final Path scratch;

    private EngineContext(
            Catalog catalog, Recipe recipe, Environment environment, Clock clock, String runId, Instant startedAt) {
        this.catalog = catalog;
        this.recipe = recipe;
        this.environment = environment;
        this.clock = clock;
        this.runId = runId;
        this.startedAt = startedAt;
        this.budget = MemoryBudget.of(
                recipe.runtime().memory(),
                Runtime.getRuntime().maxMemory(),
                recipe.runtime().parallelism());
        this.allocator = new RootAllocator(budget.arrow());
        this.scratch = recipe.folder().resolve(".datacook").resolve("scratch").resolve(runId);
    }

    /// Opens the resources of one run.
    ///
    /// @param runId unique, of letters, digits and `-`: names the session and the scratch folder
    public static EngineContext open(
            Recipe recipe, Catalog catalog, Environment environment, Clock clock, String runId) {
        return open(recipe, catalog, environment, clock, runId, clock.instant());
    }

    /// Opens the resources of one process of a run that several processes work on.
    ///
    /// @param runId unique, of letters, digits and `-`
    /// @param startedAt when the run began: the same `now()` in all of its processes
    public static EngineContext open(
            Recipe recipe, Catalog catalog, Environment environment, Clock clock, String runId, Instant startedAt) {
        return new EngineContext(catalog, recipe, environment, clock, runId, startedAt);
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
        return runId;
    }

    /// When the run began: `now()` in recipes.
    public Instant startedAt() {
        return startedAt;
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
                recipe.folder(), environment.secrets(recipe.folder()), new RunValues(runId, startedAt, stream), path);
    }

    /// What a connector's opener gets.
    public ConnectorContext forConnector() {
        return new ConnectorContext(
                allocator, clock, recipe.folder(), scratch, recipe.runtime().parallelism());
    }

    /// What a step's opener gets.
    public StepContext forStep(String stream, boolean rejecting) {
        return new StepContext(allocator, recipe.qualifiedName(), stream, runId, startedAt, scratch, rejecting);
    }

    /// Removes the scratch folder and gives memory back.
    @Override
    public void close() {
        try {
            removeScratch();
        } finally {
            allocator.close();
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
