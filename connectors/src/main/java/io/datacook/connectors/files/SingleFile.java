package io.datacook.connectors.files;

import io.datacook.api.LoadRequest;
import io.datacook.api.WriteMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.arrow.memory.BufferAllocator;

/// Makes the one file of a window and exchanges it for the file that is there, in one atomic rename.
///
/// Readers see the old file or the new one, at every moment. In append the new file is the old one's rows and then
/// the window's, so an append costs as much as the file is large; a folder does not have that cost. The new file's
/// checksum is recorded before the rename: a repeated finish sees that its file is there already and never appends
/// twice.
///
/// @param target one file
record SingleFile(
        LocalTarget target, FileFormat format, LoadRequest request, StagingArea area, BufferAllocator allocator) {
    /// Joins and renames, unless that is done already.
    ///
    /// @param committed parts in the order of the data
    /// @return the place in the file where the window's rows begin, see [RunMark#added]
    long exchange(List<Path> committed, RunMark mark) {
        Path file = target.single();
        if (!mark.joined().isEmpty() && Files.exists(file) && mark.joined().equals(window(checksum(file)))) {
            return mark.added();
        }
        boolean appends = !(request.mode() instanceof WriteMode.Replace);
        if (appends && committed.isEmpty() && Files.exists(file)) {
            return RunMark.NOTHING;
        }
        List<Path> parts = new ArrayList<>();
        if (appends && Files.exists(file)) {
            parts.add(file);
        }
        parts.addAll(committed);
        Path joined = area.windowFolder().resolve("joined." + target.extension() + ".staged");
        Joined made = join(parts, joined);
        long added = parts.size() > committed.size() ? made.first() : 0;
        mark.requireNoHigherThan(request.fence(), target.shown());
        new RunMark(request.fence(), mark.finished(), window(made.checksum()), added).write(area.mark());
        Folders.move(joined, file);
        return added;
    }

    /// @param first the place behind the first part
    private record Joined(String checksum, long first) {}

    private Joined join(List<Path> parts, Path joined) {
        long first = 0;
        try (StagedOutput out = StagedOutput.create(joined)) {
            if (parts.isEmpty()) {
                try (FormatWriter empty = format.open(out, request.schema(), allocator)) {
                    empty.finish();
                }
            } else {
                first = format.join(
                        parts.stream()
                                .map(part -> SourceFile.of(part, part.toString()))
                                .toList(),
                        out,
                        request.schema(),
                        allocator);
            }
            out.makeDurable();
            return new Joined(out.checksum(), first);
        }
    }

    /// A checksum that holds for this window only, so that an equal file of an earlier window is not mistaken for it.
    private String window(String checksum) {
        return request.window() + " " + checksum;
    }

    private static String checksum(Path file) {
        CRC32 sum = new CRC32();
        byte[] chunk = new byte[64 << 10];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                sum.update(chunk, 0, read);
            }
        } catch (IOException failure) {
            throw FileErrors.reading(file, failure);
        }
        return StagedOutput.text(sum);
    }
}
