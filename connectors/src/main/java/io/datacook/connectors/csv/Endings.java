package io.datacook.connectors.csv;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the end of a path says. Stateless; safe for all threads.
final class Endings {
    private static final Pattern FILE = Pattern.compile(".*\\.((csv|tsv|txt)(\\.gz|\\.zst|\\.zstd)?)");

    private Endings() {}

    /// The ending of a path that names one file, without the first dot, or `null` if it names a folder.
    static @Nullable String of(String path) {
        Matcher matcher = FILE.matcher(path.toLowerCase(Locale.ROOT));
        return matcher.matches() ? matcher.group(1) : null;
    }

    /// Whether the ending stands for tabs between cells.
    static boolean isTabbed(String path) {
        String ending = of(path);
        return ending != null && ending.startsWith("tsv");
    }
}
