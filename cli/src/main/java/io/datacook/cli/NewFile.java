package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes files that are not there yet, and never over one that is.
final class NewFile {
    private NewFile() {}

    /// Says so if the file is there.
    ///
    /// @throws DatacookException `USAGE`
    static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw new DatacookException(
                    ErrorCode.USAGE,
                    "%s is there already and stays as it is\nName another file, or move it away first."
                            .formatted(file));
        }
    }

    /// Writes the text.
    ///
    /// @throws DatacookException `USAGE` if the file is there, `RESOURCE_EXHAUSTED` if it cannot be written
    static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException present) {
            requireAbsent(file);
        } catch (IOException failed) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED, "%s cannot be written (%s)".formatted(file, failed), failed);
        }
    }
}
