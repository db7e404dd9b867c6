package io.datacook.connectors.csv;

import com.github.luben.zstd.ZstdInputStream;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/// Opens a file as a stream of UTF-8 bytes, decompressed and without byte order mark.
///
/// Offsets count these bytes; where the file is plain UTF-8 they are the file's own, a mark included. Stateless; safe
/// for all threads.
final class CsvInput {
    private static final byte[] UTF8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private CsvInput() {}

    /// Whether offsets are those of the file, so that it can be read from the middle.
    static boolean isPlain(CsvFile file, CsvSourceOptions options) {
        return options.compression().of(file.name()) == CsvCompression.NONE
                && charset(options).equals(StandardCharsets.UTF_8)
                && markedCharset(file) == null;
    }

    /// Opens a file at an offset.
    ///
    /// @param end the offset to stop at, or -1 for the end of the file
    static InputStream open(CsvFile file, CsvSourceOptions options, long offset, long end) {
        boolean plain = isPlain(file, options);
        FileStream raw = new FileStream(file, plain ? offset : 0, plain && end >= 0 ? end : file.bytes());
        try {
            if (plain) {
                return raw;
            }
            InputStream decompressed =
                    switch (options.compression().of(file.name())) {
                        case GZIP -> new GZIPInputStream(raw, 1 << 16);
                        case ZSTD -> new ZstdInputStream(raw);
                        case NONE, AUTO -> raw;
                    };
            InputStream decoded = decode(file, options, decompressed);
            skip(file, decoded, offset);
            return decoded;
        } catch (IOException failed) {
            raw.close();
            throw CsvFiles.failed(file.name(), failed);
        } catch (RuntimeException failed) {
            raw.close();
            throw failed;
        }
    }

    private static InputStream decode(CsvFile file, CsvSourceOptions options, InputStream input) {
        Charset charset = charset(options);
        return charset.equals(StandardCharsets.UTF_8) && markedCharset(file) == null
                ? input
                : new Transcoder(input, charset, file.name());
    }

    /// The number of bytes of a UTF-8 byte order mark at the beginning of a text.
    static int markLength(byte[] bytes, int limit) {
        return limit >= 3 && bytes[0] == UTF8_MARK[0] && bytes[1] == UTF8_MARK[1] && bytes[2] == UTF8_MARK[2] ? 3 : 0;
    }

    private static @org.jspecify.annotations.Nullable Charset markedCharset(CsvFile file) {
        if (CsvCompression.AUTO.of(file.name()) != CsvCompression.NONE) {
            return null;
        }
        try (FileStream raw = new FileStream(file, 0, file.bytes())) {
            int first = raw.read();
            int second = raw.read();
            if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) {
                return StandardCharsets.UTF_16;
            }
            return null;
        } catch (IOException failed) {
            throw CsvFiles.failed(file.name(), failed);
        }
    }

    /// The character set of the option.
    static Charset charset(CsvSourceOptions options) {
        try {
            return Charset.forName(options.encoding());
        } catch (IllegalArgumentException unknown) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "encoding '%s' is unknown; take utf-8, utf-16, iso-8859-1, windows-1252 or another IANA name"
                            .formatted(options.encoding()),
                    unknown);
        }
    }

    private static void skip(CsvFile file, InputStream input, long bytes) throws IOException {
        try {
            input.skipNBytes(bytes);
        } catch (java.io.EOFException shorter) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("'%s' has fewer than the %d bytes that were read of it before: it changed; run "
                                    + "`datacook state reset` to start afresh")
                            .formatted(file.name(), bytes),
                    shorter);
        }
    }

    /// A part of a file through a buffer of its own: the JDK's would cost as much again for each thread.
    private static final class FileStream extends InputStream {
        private static final int BUFFER_BYTES = 128 << 10;

        private final FileChannel channel;
        private final ByteBuffer buffer =
                ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
        private long left;

        private FileStream(CsvFile file, long from, long to) {
            try {
                channel = FileChannel.open(file.path());
                channel.position(from);
                left = Math.max(0, to - from);
            } catch (IOException failed) {
                throw CsvFiles.failed(file.name(), failed);
            }
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(target, offset, count);
            return count;
        }

        private boolean fill() throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            if (left == 0) {
                return false;
            }
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, left));
            int read = channel.read(buffer);
            buffer.flip();
            left = read < 0 ? 0 : left - read;
            return read > 0;
        }

        @Override
        public int available() {
            // gzip asks whether another member follows
            return (int) Math.min(Integer.MAX_VALUE, left + buffer.remaining());
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException ignored) {
                // it was only read
            }
        }
    }
}
