package io.datacook.connectors.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// A file to read, as it was when the window began.
///
/// @param path where it lies
/// @param name how users know it: relative to the recipe's folder where it lies below
/// @param bytes its size; bytes appended later are not read
/// @param modified milliseconds since 1970 of its last change
public record SourceFile(Path path, String name, long bytes, long modified) {
    /// One file as it is now.
    ///
    /// @throws io.datacook.api.DatacookException `STREAM_MISSING`, `ACCESS_DENIED`
    public static SourceFile of(Path path, String name) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new SourceFile(
                    path, name, attributes.size(), attributes.lastModifiedTime().toMillis());
        } catch (IOException failed) {
            throw FileErrors.reading(path, failed);
        }
    }

    /// The files of a set, in its order.
    public static List<SourceFile> of(FileSet files) {
        return files.files().stream().map(path -> of(path, files.shown(path))).toList();
    }
}
