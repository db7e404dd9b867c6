package io.datacook.engine.session;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A log of JSON lines with a limit: one write for each line, so that a killed process tears at most the last one.
///
/// **Threading:** safe for several threads. **Errors:** a disk that fails ends the log, never the run; the first
/// failure
/// is kept in [#problem].
final class JsonLines implements AutoCloseable {
    private final Path file;
    private final long bytesMax;
    /// A stream, not a channel: an interrupted lane that logs its end would close a channel for all.
    private @Nullable FileOutputStream stream;
    private @Nullable IOException problem;
    private long bytes;
    private boolean full;

    /// @param bytesMax lines beyond are left out, which the last line says
    JsonLines(Path file, long bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
        try {
            stream = new FileOutputStream(file.toFile(), true);
        } catch (IOException failed) {
            problem = failed;
        }
    }

    /// Appends a line, unless the log is full.
    synchronized void append(Map<String, ?> line) {
        byte[] text = (Documents.jsonLine(line) + "\n").getBytes(StandardCharsets.UTF_8);
        if (!full && bytes + text.length > bytesMax) {
            full = true;
            text = (Documents.jsonLine(Map.of("event", "log_full", "bytes_max", bytesMax)) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } else if (full) {
            return;
        }
        write(text);
    }

    private void write(byte[] text) {
        if (stream == null || problem != null) {
            return;
        }
        try {
            stream.write(text);
            bytes += text.length;
        } catch (IOException failed) {
            problem = failed;
        }
    }

    /// Why the log is not whole, or `null`.
    synchronized @Nullable String problem() {
        return problem == null ? null : file + ": " + problem.getMessage();
    }

    @Override
    public synchronized void close() {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException failed) {
                problem = failed;
            }
            stream = null;
        }
    }
}
