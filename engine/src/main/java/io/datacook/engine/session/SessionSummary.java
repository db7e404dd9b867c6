package io.datacook.engine.session;

import java.nio.file.Path;
import java.util.Map;

/// One session as its manifest has it.
///
/// @param runId the folder's name
/// @param folder where it is
/// @param outcome `running`, `succeeded`, `failed`, `stopped`; `interrupted` if the process ended without a word, and
///     `damaged` if the manifest does not read
/// @param manifest what the manifest holds; empty if damaged
public record SessionSummary(String runId, Path folder, String outcome, Map<?, ?> manifest) {
    /// A text of the manifest, or empty.
    public String text(String key) {
        Object value = manifest.get(key);
        return value == null ? "" : value.toString();
    }

    /// A number of the manifest's totals, or 0.
    public long total(String key) {
        return manifest.get("totals") instanceof Map<?, ?> totals && totals.get(key) instanceof Number number
                ? number.longValue()
                : 0;
    }

    /// The HTML report; there if the run ended by itself.
    public Path report() {
        return folder.resolve(Session.REPORT);
    }
}
