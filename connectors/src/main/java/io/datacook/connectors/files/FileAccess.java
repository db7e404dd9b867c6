package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import java.io.InputStream;

/// How the bytes of one file are reached, wherever it lies. Immutable; its text is the place, as errors name it.
public interface FileAccess {
    /// Bytes that formats read ahead of a small read, when the file is near; far ones pay more for each request.
    int AHEAD_BYTES_NEAR = 128 << 10;

    /// Opens the file to read ranges of it in any order.
    ///
    /// @throws DatacookException `STREAM_MISSING`, `ACCESS_DENIED`
    RangeInput open();

    /// Opens the file to read a range from its start to its end.
    ///
    /// @param to the offset to stop at
    /// @throws DatacookException `STREAM_MISSING`, `ACCESS_DENIED`
    InputStream stream(long from, long to);

    /// What a failure to read the file means.
    DatacookException failure(Exception failure);

    /// What changes with the file's content; empty where the kind of storage has no such thing, and files may grow.
    String version();
}
