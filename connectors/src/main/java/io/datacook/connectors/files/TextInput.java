package io.datacook.connectors.files;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Opens files of text as streams of UTF-8 bytes, decompressed.
///
/// Offsets count these bytes; where a file is plain UTF-8 they are the file's own. A UTF-8 byte order mark stays in.
/// Immutable.
///
/// @param compression of the files
/// @param charset of the files; a UTF-16 byte order mark wins over it
public record TextInput(FileCompression compression, Charset charset) {
    /// How to open files.
    ///
    /// @param encoding the character set's name
    /// @throws DatacookException `RECIPE_UNSUPPORTED` if there is no such set
    public static TextInput of(FileCompression compression, String encoding) {
        try {
            return new TextInput(compression, Charset.forName(encoding));
        } catch (IllegalArgumentException unknown) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "encoding '%s' is unknown; take utf-8, utf-16, iso-8859-1, windows-1252 or another IANA name"
                            .formatted(encoding),
                    unknown);
        }
    }

    /// Whether offsets are those of the file, so that it can be read from the middle.
    public boolean isPlain(SourceFile file) {
        return compression.of(file.name()) == FileCompression.NONE
                && charset.equals(StandardCharsets.UTF_8)
                && !isMarkedUtf16(file);
    }

    /// Opens a file at an offset.
    ///
    /// @param end the offset to stop at, or -1 for the end of the file
    public InputStream open(SourceFile file, long offset, long end) {
        boolean plain = isPlain(file);
        InputStream raw = file.stream(plain ? offset : 0, plain && end >= 0 ? end : file.bytes());
        if (plain) {
            return raw;
        }
        try {
            InputStream decompressed =
                    switch (compression.of(file.name())) {
                        case GZIP -> new GZIPInputStream(raw, 1 << 16);
                        case ZSTD -> new ZstdInputStream(raw);
                        case NONE, AUTO -> raw;
                    };
            InputStream decoded = decode(file, decompressed);
            skip(file, decoded, offset);
            return decoded;
        } catch (IOException failed) {
            closeQuietly(raw);
            throw failure(file, failed);
        } catch (RuntimeException failed) {
            closeQuietly(raw);
            throw failed;
        }
    }

    /// What a failure to read a file means: damaged bytes are no failure of the disk.
    public static DatacookException failure(SourceFile file, IOException failed) {
        return switch (failed) {
            case ZipException _, EOFException _, ZstdIOException _ ->
                new DatacookException(
                        ErrorCode.DATA_INVALID,
                        "'%s' is damaged: %s; check that it was copied whole, and `compression`"
                                .formatted(file.name(), failed.getMessage()),
                        failed);
            default -> file.failure(failed);
        };
    }

    /// Bytes of the UTF-8 byte order mark that a text begins with: 3 or 0.
    public static int markLength(byte[] bytes, int limit) {
        return limit >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf ? 3 : 0;
    }

    private static void closeQuietly(InputStream raw) {
        try {
            raw.close();
        } catch (IOException ignored) {
            // what went wrong before is what matters
        }
    }

    private InputStream decode(SourceFile file, InputStream input) {
        boolean plainBytes = compression.of(file.name()) == FileCompression.NONE;
        Charset effective = plainBytes && isMarkedUtf16(file) ? StandardCharsets.UTF_16 : charset;
        return effective.equals(StandardCharsets.UTF_8) ? input : new Transcoder(input, effective, file.name());
    }

    private static boolean isMarkedUtf16(SourceFile file) {
        try (InputStream raw = file.stream(0, Math.min(2, file.bytes()))) {
            int first = raw.read();
            int second = raw.read();
            return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
        } catch (IOException failed) {
            throw file.failure(failed);
        }
    }

    private static void skip(SourceFile file, InputStream input, long bytes) throws IOException {
        try {
            input.skipNBytes(bytes);
        } catch (EOFException shorter) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("'%s' has fewer than the %d bytes that were read of it before: it changed; run "
                                    + "`datacook state reset` to start afresh")
                            .formatted(file.name(), bytes),
                    shorter);
        }
    }
}
