package io.datacook.connectors.files;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/// Compresses what is written to a file of text. Stateless; safe for all threads.
public final class CompressedOutput {
    private static final int BUFFER_BYTES = 64 << 10;

    private CompressedOutput() {}

    /// What follows the format's name at the end of a file's name: ``, `.gz`, `.zst`.
    public static String suffix(FileCompression compression) {
        return switch (compression) {
            case AUTO, NONE -> "";
            case GZIP -> ".gz";
            case ZSTD -> ".zst";
        };
    }

    /// A stream whose closing ends the compressed data and leaves the file open.
    public static OutputStream open(StagedOutput out, FileCompression compression) {
        OutputStream kept = new KeptOpen(out);
        try {
            return switch (compression) {
                case AUTO, NONE -> kept;
                case GZIP -> new GZIPOutputStream(kept, BUFFER_BYTES);
                case ZSTD -> new ZstdOutputStream(kept);
            };
        } catch (IOException failed) {
            throw out.failure(failed);
        }
    }

    private static final class KeptOpen extends FilterOutputStream {
        private KeptOpen(StagedOutput out) {
            super(out);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
