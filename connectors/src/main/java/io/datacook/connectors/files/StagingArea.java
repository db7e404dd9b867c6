package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hidden folder in which a stream's files wait to become visible, one folder for each window.
///
/// `.datacook-staging/<tag>/<window>/<window>-<split>-e3-f7-001.parquet.staged`: the last suffix keeps every glob for
/// the format away, and `tag` keeps streams that share a target apart.
///
/// @param target what is loaded
/// @param tag 8 hex digits of the recipe's, the stream's and the one file's name
/// @param window the window being loaded
record StagingArea(LocalTarget target, String tag, String window) implements Staging {
    /// The name of the hidden folder; readers of folders leave it out.
    static final String FOLDER = ".datacook-staging";

    private static final Pattern EPOCH = Pattern.compile("(.*)-e(\\d{1,18})-f\\d{1,18}-(\\d+)\\..*");
    private static final Pattern STAGED = Pattern.compile(".*-f(\\d{1,18})-\\d+\\..*");

    static StagingArea of(LocalTarget target, LoadRequest request) {
        return new StagingArea(target, StreamTag.of(request, target.singleName()), request.window());
    }

    @Override
    public Draft begin(EpochId epoch, int number) {
        return new LocalDraft(this, epoch, number);
    }

    @Override
    public void makeDurable() {
        Folders.makeDurable(windowFolder());
    }

    @Override
    public void remove(Manifest.StagedFile file) {
        Folders.remove(target.folder().resolve(file.staged()));
    }

    /// The folder of this stream.
    Path folder() {
        return target.folder().resolve(FOLDER).resolve(tag);
    }

    /// The folder of this window.
    Path windowFolder() {
        return folder().resolve(window);
    }

    /// Where what the target knows of its runs is kept.
    Path mark() {
        return folder().resolve("run");
    }

    /// The name of a staged file, relative to the target's folder.
    ///
    /// @param number 1 for the first file of the epoch
    String staged(EpochId epoch, int number) {
        return target.folder()
                .relativize(windowFolder())
                .resolve("%s-%03d.%s.staged".formatted(epoch.staging(), number, target.extension()))
                .toString();
    }

    /// Where a committed part of the one file waits for the window's end; sorts like the data.
    ///
    /// @param staged the part's staged name
    Path committed(String staged) {
        Matcher name = EPOCH.matcher(String.valueOf(Path.of(staged).getFileName()));
        if (!name.matches()) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID, "the checkpoint names '%s', which is no staged file".formatted(staged));
        }
        long epoch = Long.parseLong(name.group(2));
        return committedFolder()
                .resolve("%s-e%012d-%s.%s.staged".formatted(name.group(1), epoch, name.group(3), target.extension()));
    }

    /// The folder of committed parts of the one file.
    Path committedFolder() {
        return windowFolder().resolve("committed");
    }

    /// The name under which the file will be visible, relative to the target's folder: sorts like the data.
    String published(EpochId epoch, int number) {
        return target.singleName() != null
                ? target.singleName()
                : String.format(
                        Locale.ROOT,
                        "%s-%s-e%06d-%03d-%s.%s",
                        epoch.window(),
                        epoch.split(),
                        epoch.epoch(),
                        number,
                        tag,
                        target.extension());
    }

    /// Whether [#published] gave a file its name for this window.
    boolean isOfWindow(String name) {
        return name.startsWith(window + "-") && name.endsWith("-" + tag + "." + target.extension());
    }

    /// Removes what earlier runs left behind in other windows: files whose fence is lower than this run's.
    ///
    /// Files of this window stay whatever their fence, since the state may hold a manifest that names them.
    void removeGarbage(long fence) {
        for (Path other : Folders.list(folder())) {
            if (!Files.isDirectory(other) || other.equals(windowFolder())) {
                continue;
            }
            for (Path file : Folders.list(other)) {
                // parts of a window that another one followed: that window was given up
                if (fenceOf(file) < fence || Files.isDirectory(file)) {
                    Folders.remove(file);
                }
            }
            if (Folders.list(other).isEmpty()) {
                Folders.remove(other);
            }
        }
    }

    /// Removes everything staged for this window.
    void clear() {
        Folders.remove(windowFolder());
        Folders.makeDurable(folder());
    }

    private static long fenceOf(Path file) {
        Matcher name = STAGED.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? Long.parseLong(name.group(1)) : Long.MAX_VALUE;
    }
}
