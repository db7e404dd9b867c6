package io.datacook.engine.state;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/// What a failed file operation means to users.
final class DiskFailures {
    private DiskFailures() {}

    static DatacookException of(IOException failed, String action, Path path) {
        String text = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return failure(
                    ErrorCode.RESOURCE_EXHAUSTED, failed, action, path, "the disk is full; free some space, run again");
        }
        if (text.contains("too many open files")) {
            return failure(
                    ErrorCode.RESOURCE_EXHAUSTED, failed, action, path, "too many files are open; raise ulimit -n");
        }
        if (failed instanceof AccessDeniedException
                || text.contains("read-only")
                || text.contains("permission denied")
                || text.contains("operation not permitted")) {
            return failure(
                    ErrorCode.ACCESS_DENIED,
                    failed,
                    action,
                    path,
                    "the folder cannot be written; change its permissions or keep state elsewhere (`--state`)");
        }
        if (failed instanceof FileAlreadyExistsException || failed instanceof NotDirectoryException) {
            return failure(
                    ErrorCode.ACCESS_DENIED, failed, action, path, "a file of that name stands where a folder must be");
        }
        return failure(ErrorCode.STATE_UNREACHABLE, failed, action, path, text + "; run again");
    }

    private static DatacookException failure(
            ErrorCode code, IOException failed, String action, Path path, String advice) {
        return new DatacookException(code, "cannot %s %s: %s".formatted(action, path, advice), failed);
    }
}
