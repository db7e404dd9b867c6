package io.datacook.engine.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The most memory this process ever held, where the system tells.
public final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern HIGH_WATER = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private PeakMemory() {}

    /// Resident bytes at their highest, or -1 where the system does not say (anything but Linux).
    public static long bytes() {
        return bytes(STATUS);
    }

    static long bytes(Path status) {
        try {
            Matcher matcher = HIGH_WATER.matcher(Files.readString(status));
            return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : -1;
        } catch (IOException | NumberFormatException absent) {
            return -1;
        }
    }
}
