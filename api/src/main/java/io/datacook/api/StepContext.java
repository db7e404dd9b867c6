package io.datacook.api;

import java.nio.file.Path;
import java.time.Instant;
import org.apache.arrow.memory.BufferAllocator;

/// What the engine lends to a step.
///
/// @param allocator owns every Arrow buffer the step makes; closed by the engine
/// @param recipe the recipe's name
/// @param stream the stream's name
/// @param runId the run's id
/// @param startedAt when the run started: `now()` in recipes, the same for all rows of a run
/// @param scratch a folder for temporary files, removed after the run
/// @param rejecting whether the recipe lets bad rows be skipped or kept as dead letters; otherwise a bad row ends the
///     run
public record StepContext(
        BufferAllocator allocator,
        String recipe,
        String stream,
        String runId,
        Instant startedAt,
        Path scratch,
        boolean rejecting) {}
