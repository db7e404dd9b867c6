package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What a target remembers of the runs of one stream, in one small durable file beside the staging.
///
/// @param fence the highest fence of a run that was seen
/// @param finished the last window that was finished, or empty
/// @param joined checksum of the one file that the finished or finishing window makes, or empty
/// @param added the place in the one file where the rows of that window begin, as [FileFormat#join] gave it;
///     [#UNKNOWN] or [#NOTHING] where there is none
record RunMark(long fence, String finished, String joined, long added) {
    /// Nobody noted where the window's rows begin.
    static final long UNKNOWN = -1;
    /// The window brought no rows.
    static final long NOTHING = -2;

    static final RunMark NONE = new RunMark(0, "", "", UNKNOWN);

    /// Reads the mark; [#NONE] if there is none.
    static RunMark read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException absent) {
            return NONE;
        } catch (IOException failure) {
            throw FileErrors.writing("cannot read " + file, file, failure);
        }
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        try {
            return new RunMark(
                    Long.parseLong(fields.getOrDefault("fence", "")),
                    fields.getOrDefault("finished", ""),
                    fields.getOrDefault("joined", ""),
                    Long.parseLong(fields.getOrDefault("added", Long.toString(UNKNOWN))));
        } catch (NumberFormatException damaged) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    "%s is damaged; remove it if no other run writes there, and run again".formatted(file),
                    damaged);
        }
    }

    /// Exchanges the mark atomically and durably.
    void write(Path file) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        String text = "fence=%d%nfinished=%s%njoined=%s%nadded=%d%n".formatted(fence, finished, joined, added);
        try (StagedOutput out = StagedOutput.create(next)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.makeDurable();
        }
        Folders.move(next, file);
    }

    /// Refuses a run that another one overtook.
    ///
    /// @throws DatacookException `FENCED`
    void requireNoHigherThan(long runFence, String shown) {
        if (fence > runFence) {
            throw new DatacookException(
                    ErrorCode.FENCED,
                    "a newer run writes to %s: its fence is %d, this run's is %d; what this run staged is garbage"
                            .formatted(shown, fence, runFence));
        }
    }
}
