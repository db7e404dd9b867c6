package io.datacook.connectors.files;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/// Turns what the file system says into errors users can act on. Stateless.
public final class FileErrors {
    private FileErrors() {}

    /// A failure to write, rename or remove.
    ///
    /// @param doing what was tried, such as `cannot write out/a.parquet`
    public static DatacookException writing(String doing, Path file, Exception failure) {
        String reason = reason(failure);
        if (isFull(reason)) {
            return new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    ("%s: %s; %s are free on that disk. Make room, or set destination.path to another disk, and "
                                    + "run again")
                            .formatted(doing, reason, free(file)),
                    failure);
        }
        if (isDenied(failure, reason)) {
            return new DatacookException(
                    ErrorCode.ACCESS_DENIED,
                    "%s: %s; give this user the right to write there, or set destination.path to another folder"
                            .formatted(doing, reason),
                    failure);
        }
        return new DatacookException(ErrorCode.DESTINATION_UNREACHABLE, doing + ": " + reason, failure);
    }

    /// A failure to list or read.
    public static DatacookException reading(Path file, Exception failure) {
        String reason = reason(failure);
        if (failure instanceof NoSuchFileException) {
            return new DatacookException(ErrorCode.STREAM_MISSING, "%s is not there any more".formatted(file), failure);
        }
        if (isDenied(failure, reason)) {
            return new DatacookException(
                    ErrorCode.ACCESS_DENIED,
                    "cannot read %s: %s; give this user the right to read it".formatted(file, reason),
                    failure);
        }
        return new DatacookException(
                ErrorCode.SOURCE_UNREACHABLE, "cannot read %s: %s".formatted(file, reason), failure);
    }

    private static String reason(Exception failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    private static boolean isFull(String reason) {
        return reason.contains("No space left") || reason.contains("quota exceeded") || reason.contains("too large");
    }

    private static boolean isDenied(Exception failure, String reason) {
        return failure instanceof AccessDeniedException
                || failure instanceof ReadOnlyFileSystemException
                || reason.contains("Permission denied")
                || reason.contains("Read-only file system")
                || reason.contains("Operation not permitted");
    }

    private static String free(Path file) {
        for (Path at = file.toAbsolutePath(); at != null; at = at.getParent()) {
            try {
                return new ByteSize(Math.max(0, Files.getFileStore(at).getUsableSpace())).toString();
            } catch (IOException absent) { // the parent may be there
            }
        }
        return "an unknown number of bytes";
    }
}
