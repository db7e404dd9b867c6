package io.datacook.engine.commit;

/// The process that holds a stream.
///
/// @param host its machine or pod
/// @param pid its process id there
/// @param processStartedAt when that process began, in milliseconds since 1970: process ids are used again
/// @param runId the run, as sessions and status name it
public record Owner(String host, long pid, long processStartedAt, String runId) {
    /// `run 20261121-101530 (process 4711 on build-7)`.
    public String describe() {
        return "run %s (process %d on %s)".formatted(runId, pid, host);
    }
}
