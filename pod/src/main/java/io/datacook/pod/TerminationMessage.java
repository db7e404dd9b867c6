package io.datacook.pod;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.api.DatacookException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A pod's last words, which Kubernetes shows as its termination message: one line of JSON.
public final class TerminationMessage {
    /// Kubernetes keeps no more.
    public static final int BYTES_MAX = 4096;

    private static final String CUT = "…";

    private TerminationMessage() {}

    /// The line for a failure; a long message is cut.
    public static String of(DatacookException failure) {
        String message = String.valueOf(failure.getMessage());
        String line = line(failure, message);
        for (int keep = message.length(); line.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX; ) {
            keep = Math.max(0, keep - Math.max(1, line.getBytes(StandardCharsets.UTF_8).length - BYTES_MAX));
            line = line(failure, message.substring(0, keep) + CUT);
        }
        return line;
    }

    private static String line(DatacookException failure, String message) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("code", failure.code().toString())
                .put("kind", failure.code().kind().name())
                .put("message", message);
        if (failure.place() != null) {
            node.put("place", failure.place());
        }
        return node.toString();
    }

    /// Leaves the line where Kubernetes looks for it; without Kubernetes there is no such place, and nothing is left.
    ///
    /// @return whether it was left
    public static boolean leave(DatacookException failure, Path file) {
        try {
            Files.writeString(file, of(failure));
            return true;
        } catch (IOException absent) {
            return false;
        }
    }
}
