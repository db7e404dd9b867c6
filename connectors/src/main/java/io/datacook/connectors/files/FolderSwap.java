package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Exchanges a folder with all its files for a new one.
///
/// **The guarantee:** a reader that lists the folder finds all old files or all new files, never a mixture and never a
/// part. The exchange is two renames, folder away and new folder in, since Java has no call that exchanges two names:
/// between them, some microseconds, there is no folder and a reader is told so. A crash in between is put right by
/// [#recover] when the window is continued. Links (`folder → folder-7`) would close that gap and were not taken: the
/// first exchange of a real folder has it all the same, and copying, removing and mounting such a folder surprises.
///
/// The order makes every crash recoverable: `.name.datacook-new` is complete and durable before the old folder goes
/// to `.name.datacook-old`, and the old folder is removed only when the new one has its name.
///
/// @param target the folder
/// @param next where the new folder is made
/// @param previous where the old folder goes before it is removed
record FolderSwap(LocalTarget target, Path next, Path previous) {
    static FolderSwap of(LocalTarget target) {
        Path folder = target.folder();
        Path name = folder.getFileName();
        if (name == null) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "the root folder cannot be replaced; set destination.path to a folder of its own");
        }
        return new FolderSwap(
                target,
                folder.resolveSibling("." + name + ".datacook-new"),
                folder.resolveSibling("." + name + ".datacook-old"));
    }

    /// Ends an exchange that a crash interrupted; nothing to do otherwise.
    static void recover(LocalTarget target) {
        if (target.isSingle() || target.folder().getFileName() == null) {
            return;
        }
        FolderSwap swap = of(target);
        if (!Files.exists(swap.previous())) {
            return;
        }
        if (!Files.exists(target.folder())) {
            Folders.move(Files.exists(swap.next()) ? swap.next() : swap.previous(), target.folder());
        }
        Folders.remove(swap.previous());
    }

    /// Refuses a folder that holds anything but files of the format, since an exchange would remove it.
    ///
    /// @throws DatacookException `RECIPE_UNSUPPORTED` naming what is there
    static void requireOwnFolder(LocalTarget target) {
        if (target.isSingle()) {
            return;
        }
        List<String> foreign = Folders.list(target.folder()).stream()
                .filter(entry -> !target.isData(entry))
                .map(entry -> String.valueOf(entry.getFileName()))
                .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
                .toList();
        if (!foreign.isEmpty()) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    ("write_mode replace would remove %s from %s, which is no %s file of this load; "
                                    + "set destination.path to a folder of its own")
                            .formatted(
                                    foreign.size() == 1
                                            ? "'" + foreign.getFirst() + "'"
                                            : "'%s' and %d more".formatted(foreign.getFirst(), foreign.size() - 1),
                                    target.shown(),
                                    target.extension()));
        }
    }

    /// The new folder as a target.
    LocalTarget nextTarget() {
        return new LocalTarget(next, null, target.extension(), target.shown(), target.fileBytesMax());
    }

    /// Makes the new folder; files that an interrupted finish of the same window moved into it already stay.
    void prepare(String window) {
        Path marker = next.resolve(StagingArea.FOLDER).resolve("window-" + window);
        if (!Files.exists(marker)) {
            Folders.remove(next);
            Folders.create(marker);
        }
    }

    /// Exchanges the folders. The new one must be complete.
    void exchange(String window) {
        requireOwnFolder(target);
        Folders.remove(next.resolve(StagingArea.FOLDER).resolve("window-" + window));
        Folders.makeDurable(next);
        Folders.move(target.folder(), previous);
        Folders.move(next, target.folder());
        Folders.remove(previous);
    }
}
