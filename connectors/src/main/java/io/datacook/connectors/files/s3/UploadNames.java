package io.datacook.connectors.files.s3;

import io.datacook.api.EpochId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of a stream's objects: `<window>-<split>-e000003-f7-001-<tag>.parquet`, behind the prefix.
///
/// They sort like the data of a split. The fence is in them, since an upload has its final name from the beginning: two
/// holders of a split never write to one name, and the uploads of dead ones can be told apart.
///
/// @param prefix empty, or ending in `/`
/// @param window the window being loaded
/// @param tag keeps streams apart that share a prefix
/// @param extension without the first dot
record UploadNames(String prefix, String window, String tag, String extension) {
    private static final Pattern NAME = Pattern.compile(".*-f(\\d{1,19})-\\d+-[0-9a-f]{8}\\..*");

    /// The name of an epoch's file, without the prefix.
    String name(EpochId epoch, int number) {
        return String.format(
                Locale.ROOT,
                "%s-%s-e%06d-f%d-%03d-%s.%s",
                epoch.window(),
                epoch.split(),
                epoch.epoch(),
                epoch.fence(),
                number,
                tag,
                extension);
    }

    /// The name of the file without rows that a replace by nothing leaves.
    String emptyName(long fence) {
        return "%s-empty-f%d-001-%s.%s".formatted(window, fence, tag, extension);
    }

    /// Whether an object or upload is this stream's.
    boolean isOfStream(String key) {
        return key.startsWith(prefix)
                && key.indexOf('/', prefix.length()) < 0
                && key.endsWith("-" + tag + "." + extension);
    }

    /// Whether an object or upload is this stream's and this window's.
    boolean isOfWindow(String key) {
        return isOfStream(key) && key.startsWith(window + "-", prefix.length());
    }

    /// The fence in a name; the highest number if there is none, so that nobody takes it for garbage.
    static long fenceOf(String key) {
        Matcher name = NAME.matcher(key);
        return name.matches() ? Long.parseLong(name.group(1)) : Long.MAX_VALUE;
    }
}
