package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.FileErrors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/// Reads footers and ranges of Parquet files. Stateless.
final class ParquetFiles {
    private static final int TAIL_BYTES = 8;
    private static final int FOOTER_BYTES_MAX = 256 << 20;

    private ParquetFiles() {}

    /// Opens a file for reading.
    static FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException failure) {
            throw FileErrors.reading(file, failure);
        }
    }

    /// The footer of a file.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` naming the file if it is no Parquet file or damaged
    static FileMetaData footer(Path file) {
        try (FileChannel channel = open(file)) {
            long size = channel.size();
            if (size < TAIL_BYTES + 4) {
                throw notParquet(file, "it has only " + size + " bytes", null);
            }
            byte[] tail = read(channel, size - TAIL_BYTES, TAIL_BYTES, file);
            byte[] magic = Arrays.copyOfRange(tail, 4, 8);
            if (Arrays.equals(magic, "PARE".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
                throw notParquet(file, "its footer is encrypted, which Datacook does not read", null);
            }
            if (!Arrays.equals(magic, ParquetFileWriter.MAGIC)) {
                throw notParquet(file, "it does not end in PAR1; is it cut short?", null);
            }
            int length = Bytes.intAt(tail, 0);
            if (length <= 0 || length > FOOTER_BYTES_MAX || length > size - TAIL_BYTES - 4) {
                throw notParquet(file, "its footer claims to have " + length + " bytes", null);
            }
            byte[] footer = read(channel, size - TAIL_BYTES - length, length, file);
            return Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException failure) {
            throw notParquet(file, "its footer cannot be read: " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            if (failure instanceof DatacookException known) {
                throw known;
            }
            throw notParquet(file, "its footer is damaged: " + failure.getMessage(), failure);
        }
    }

    /// Reads a range of a file.
    static byte[] read(FileChannel channel, long from, int length, Path file) {
        byte[] bytes = new byte[length];
        read(channel, from, bytes, length, file);
        return bytes;
    }

    /// Reads a range of a file into the beginning of an array.
    static void read(FileChannel channel, long from, byte[] into, int length, Path file) {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        try {
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, from + buffer.position());
                if (read < 0) {
                    throw notParquet(
                            file, "it ends at byte %d of %d".formatted(from + buffer.position(), from + length), null);
                }
            }
        } catch (IOException failure) {
            throw FileErrors.reading(file, failure);
        }
    }

    static DatacookException notParquet(Path file, String why, @org.jspecify.annotations.Nullable Exception cause) {
        return new DatacookException(
                ErrorCode.DATA_INVALID,
                "%s is no complete Parquet file: %s; remove it from the path, or write it again".formatted(file, why),
                cause);
    }
}
