package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.SchemaChange;
import io.datacook.api.VisibleRows;
import io.datacook.api.WriteMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// Loads one window into files: stage, publish by rename, exchange at the end.
///
/// **Append to a folder:** each committed epoch's files are renamed into the folder; a rename is atomic and repeating
/// it changes nothing. **Replace of a folder:** [FolderSwap]. **One file:** parts wait until the window ends, are
/// joined (behind the rows that are there, in append) and take the file's place in one atomic rename.
final class StagedLoad implements Load {
    private final LocalTarget target;
    private final FileFormat format;
    private final LoadRequest request;
    private final StagingArea area;
    private final BufferAllocator allocator;

    StagedLoad(LocalTarget target, FileFormat format, LoadRequest request, BufferAllocator allocator) {
        this.target = target;
        this.format = format;
        this.request = request;
        this.area = StagingArea.of(target, request);
        this.allocator = allocator;
    }

    @Override
    public void open() {
        FolderSwap.recover(target);
        if (replaces()) {
            FolderSwap.requireOwnFolder(target);
        } else {
            requireSameColumns();
        }
        Folders.create(target.isSingle() ? area.committedFolder() : area.windowFolder());
        Folders.makeDurable(target.folder());
        Folders.makeDurable(area.folder());
        RunMark mark = RunMark.read(area.mark());
        mark.requireNoHigherThan(request.fence(), target.shown());
        if (mark.fence() < request.fence()) {
            new RunMark(request.fence(), mark.finished(), mark.joined(), mark.added()).write(area.mark());
        }
        area.removeGarbage(request.fence());
    }

    @Override
    public @Nullable String claim(String split, long fence) {
        RunMark.read(area.mark()).requireNoHigherThan(request.fence(), target.shown());
        return null;
    }

    @Override
    public EpochWriter begin(EpochId epoch) {
        return new StagedEpochWriter(area, epoch, format, request.schema(), allocator, target.fileBytesMax());
    }

    @Override
    public void publish(Manifest manifest) {
        if (replaces()) {
            return;
        }
        for (Manifest.StagedFile file : manifest.files()) {
            publish(file, visible(file));
        }
    }

    @Override
    public void finish(List<Manifest> manifests) {
        FolderSwap.recover(target);
        RunMark mark = RunMark.read(area.mark());
        mark.requireNoHigherThan(request.fence(), target.shown());
        if (mark.finished().equals(request.window())) {
            area.clear();
            return;
        }
        List<Manifest.StagedFile> files = manifests.stream()
                .flatMap(manifest -> manifest.files().stream())
                .toList();
        long added = RunMark.UNKNOWN;
        if (target.isSingle()) {
            added = new SingleFile(target, format, request, area, allocator).exchange(parts(files), mark);
        } else if (replaces()) {
            swap(files);
        } else {
            files.stream()
                    .filter(file -> Files.exists(target.folder().resolve(file.staged())))
                    .forEach(file -> publish(file, visible(file)));
        }
        RunMark.read(area.mark()).requireNoHigherThan(request.fence(), target.shown());
        new RunMark(request.fence(), request.window(), "", added).write(area.mark());
        area.clear();
    }

    @Override
    public VisibleRows visible() {
        return format.readBack(this::visibleRows, request.schema(), allocator);
    }

    private List<FileRows> visibleRows() {
        if (replaces()) {
            return target.files().stream().map(FileRows::all).toList();
        }
        if (!target.isSingle()) {
            return target.files().stream()
                    .filter(file -> area.isOfWindow(file.shortName()))
                    .map(FileRows::all)
                    .toList();
        }
        RunMark mark = RunMark.read(area.mark());
        if (!mark.finished().equals(request.window()) || mark.added() == RunMark.UNKNOWN) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    "it is not noted where in %s the rows of this load begin".formatted(target.shown()));
        }
        return mark.added() == RunMark.NOTHING
                ? List.of()
                : target.files().stream()
                        .map(file -> new FileRows(file, mark.added()))
                        .toList();
    }

    @Override
    public void close() {
        // nothing is held between calls
    }

    /// One file has one schema: what has to change is refused before any row, not when the window ends.
    private void requireSameColumns() {
        if (!target.isSingle() || !Files.exists(target.single())) {
            return;
        }
        for (SchemaChange change : request.changes()) {
            if (!(change instanceof SchemaChange.Create)) {
                throw new DatacookException(
                        ErrorCode.RECIPE_UNSUPPORTED,
                        ("%s is one file, which has one schema, and the load needs to %s; set destination.path "
                                        + "to a folder, or use write_mode replace")
                                .formatted(target.shown(), change.describe()));
            }
        }
    }

    /// Where a published file goes; parts of the one file wait for the window's end.
    private Path visible(Manifest.StagedFile file) {
        return target.isSingle()
                ? area.committed(file.staged())
                : target.folder().resolve(file.target());
    }

    /// The parts of the one file, in the order of the data: in append those that were published, since the state
    /// forgets manifests then; in replace those of the manifests.
    private List<Path> parts(List<Manifest.StagedFile> files) {
        for (Manifest.StagedFile file : files) {
            publish(file, area.committed(file.staged()));
        }
        if (replaces()) {
            return files.stream().map(file -> area.committed(file.staged())).toList();
        }
        return Folders.list(area.committedFolder());
    }

    private boolean replaces() {
        return request.mode() instanceof WriteMode.Replace;
    }

    private void swap(List<Manifest.StagedFile> files) {
        FolderSwap swap = FolderSwap.of(target);
        swap.prepare(request.window());
        for (Manifest.StagedFile file : files) {
            publish(file, swap.next().resolve(file.target()));
        }
        if (files.isEmpty()) {
            writeEmpty(swap.next().resolve(request.window() + "-empty-" + area.tag() + "." + target.extension()));
        }
        StagingArea nextArea = new StagingArea(swap.nextTarget(), area.tag(), area.window());
        Folders.create(nextArea.folder());
        new RunMark(request.fence(), request.window(), "", RunMark.UNKNOWN).write(nextArea.mark());
        RunMark.read(area.mark()).requireNoHigherThan(request.fence(), target.shown());
        swap.exchange(request.window());
        Folders.create(area.windowFolder());
    }

    /// A table without rows still has columns: readers of the folder find them in a file of no rows.
    private void writeEmpty(Path file) {
        try (StagedOutput out = StagedOutput.create(file);
                FormatWriter writer = format.open(out, request.schema(), allocator)) {
            writer.finish();
            out.makeDurable();
        }
    }

    /// Renames a staged file; done if the file is there already with its size.
    private void publish(Manifest.StagedFile file, Path visible) {
        Path staged = target.folder().resolve(file.staged());
        long stagedBytes = Folders.bytes(staged);
        if (stagedBytes == file.bytes()) {
            Folders.move(staged, visible);
            return;
        }
        long visibleBytes = Folders.bytes(visible);
        if (stagedBytes < 0 && visibleBytes == file.bytes()) {
            return;
        }
        throw new DatacookException(
                ErrorCode.STATE_INVALID,
                ("the checkpoint says that %s (%d bytes) becomes %s, but %s; somebody changed the folder: "
                                + "restore it, or run `datacook state reset` and load afresh")
                        .formatted(
                                staged,
                                file.bytes(),
                                visible,
                                stagedBytes >= 0
                                        ? "it has " + stagedBytes + " bytes"
                                        : visibleBytes < 0
                                                ? "neither is there"
                                                : "the latter has " + visibleBytes + " bytes"));
    }
}
