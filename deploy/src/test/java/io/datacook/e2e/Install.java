package io.datacook.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Puts what was just packaged into the cluster.
final class Install {
    /// The top of the source tree.
    static final Path ROOT = Path.of(System.getProperty("datacook.root", "..")).toAbsolutePath();

    private Install() {}

    /// Makes images, loads them, applies, waits until all is ready.
    static void run() {
        try {
            Process process = new ProcessBuilder(
                            ROOT.resolve("deploy/e2e/install").toString())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("deploy/e2e/install: " + output);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
