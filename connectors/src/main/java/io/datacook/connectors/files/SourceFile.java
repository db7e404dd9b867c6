package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A file to read, as it was when the window began. Its text is the place, as errors name it.
///
/// @param access how its bytes are reached
/// @param name how users know it: relative to the recipe's folder where it lies below, `s3://bucket/key` in a bucket
/// @param bytes its size; bytes appended later are not read
/// @param modified milliseconds since 1970 of its last change
public record SourceFile(FileAccess access, String name, long bytes, long modified) {
    /// One file of this machine as it is now.
    ///
    /// @throws DatacookException `STREAM_MISSING`, `ACCESS_DENIED`
    public static SourceFile of(Path path, String name) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new SourceFile(
                    new LocalFile(path),
                    name,
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis());
        } catch (IOException failed) {
            throw FileErrors.reading(path, failed);
        }
    }

    /// Opens it to read ranges in any order.
    public RangeInput open() {
        return access.open();
    }

    /// Opens it to read a range from its start to its end.
    ///
    /// @param to the offset to stop at
    public InputStream stream(long from, long to) {
        return access.stream(from, to);
    }

    /// What a failure to read it means.
    public DatacookException failure(Exception failure) {
        return access.failure(failure);
    }

    /// What changes with its content; empty where its kind of storage has no such thing.
    public String version() {
        return access.version();
    }

    /// The last part of its name.
    public String shortName() {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    @Override
    public String toString() {
        return access.toString();
    }
}
