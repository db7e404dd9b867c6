package io.datacook.engine.session;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is known of a run before its first row.
///
/// @param runId also the folder's name, of `[A-Za-z0-9._-]`
/// @param recipe the recipe's name
/// @param digest the resolved recipe's digest
/// @param startedAt when the run began
/// @param version the program's version
/// @param resolvedRecipe the resolved recipe as maps, lists and scalars; secrets as references
/// @param steps what each step was configured with
public record SessionStart(
        String runId,
        String recipe,
        String digest,
        Instant startedAt,
        String version,
        Map<String, Object> resolvedRecipe,
        List<StepArtifact> steps) {
    public SessionStart {
        if (!runId.matches("[A-Za-z0-9._-]{1,100}") || runId.startsWith(".")) {
            throw new IllegalArgumentException("a run id is 1 to 100 of [A-Za-z0-9._-], not '" + runId + "'");
        }
        resolvedRecipe = Collections.unmodifiableMap(new LinkedHashMap<>(resolvedRecipe));
        steps = List.copyOf(steps);
    }

    /// The configuration of one step of one stream.
    ///
    /// @param step the folder's name, such as `extract_orders` or `transform_orders_1_cast`
    /// @param config maps, lists and scalars; secrets as references
    public record StepArtifact(String step, Map<String, Object> config) {
        public StepArtifact {
            step = step.replaceAll("[^A-Za-z0-9._-]", "_");
            config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
        }
    }
}
