package io.datacook.connectors.files;

/// How a file is compressed.
public enum FileCompression {
    /// By the file's name: `.gz` is gzip, `.zst` and `.zstd` are zstd, any other is not compressed.
    AUTO,
    /// Not at all.
    NONE,
    /// gzip, one or several members.
    GZIP,
    /// Zstandard, one or several frames.
    ZSTD;

    /// The compression of a file of this name; never [#AUTO].
    public FileCompression of(String name) {
        if (this != AUTO) {
            return this;
        }
        if (name.endsWith(".gz")) {
            return GZIP;
        }
        return name.endsWith(".zst") || name.endsWith(".zstd") ? ZSTD : NONE;
    }
}
