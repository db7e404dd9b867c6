package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.RangeInput;
import io.datacook.connectors.files.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/// Reads footers and ranges of Parquet files. Stateless.
final class ParquetFiles {
    private static final int TAIL_BYTES = 8;
    private static final int FOOTER_BYTES_MAX = 256 << 20;

    private ParquetFiles() {}

    /// The footer of a file.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` naming the file if it is no Parquet file or damaged
    static FileMetaData footer(SourceFile file) {
        try (RangeInput input = file.open()) {
            long size = file.bytes();
            if (size < TAIL_BYTES + 4) {
                throw notParquet(file.toString(), "it has only " + size + " bytes", null);
            }
            int near = (int) Math.min(size, input.aheadBytes());
            byte[] end = read(input, size - near, near, file);
            byte[] tail = Arrays.copyOfRange(end, near - TAIL_BYTES, near);
            byte[] magic = Arrays.copyOfRange(tail, 4, 8);
            if (Arrays.equals(magic, "PARE".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
                throw notParquet(file.toString(), "its footer is encrypted, which Datacook does not read", null);
            }
            if (!Arrays.equals(magic, ParquetFileWriter.MAGIC)) {
                throw notParquet(file.toString(), "it does not end in PAR1; is it cut short?", null);
            }
            int length = Bytes.intAt(tail, 0);
            if (length <= 0 || length > FOOTER_BYTES_MAX || length > size - TAIL_BYTES - 4) {
                throw notParquet(file.toString(), "its footer claims to have " + length + " bytes", null);
            }
            byte[] footer = length + TAIL_BYTES <= near
                    ? Arrays.copyOfRange(end, near - TAIL_BYTES - length, near - TAIL_BYTES)
                    : read(input, size - TAIL_BYTES - length, length, file);
            return Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException failure) {
            throw notParquet(file.toString(), "its footer cannot be read: " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            if (failure instanceof DatacookException known) {
                throw known;
            }
            throw notParquet(file.toString(), "its footer is damaged: " + failure.getMessage(), failure);
        }
    }

    /// Reads a range of a file.
    static byte[] read(RangeInput input, long from, int length, SourceFile file) {
        byte[] bytes = new byte[length];
        read(input, from, bytes, length, file);
        return bytes;
    }

    /// Reads a range of a file into the beginning of an array.
    static void read(RangeInput input, long from, byte[] into, int length, SourceFile file) {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            int read = input.read(buffer, from + buffer.position());
            if (read < 0) {
                throw notParquet(
                        file.toString(),
                        "it ends at byte %d of %d".formatted(from + buffer.position(), from + length),
                        null);
            }
        }
    }

    static DatacookException notParquet(String file, String why, @org.jspecify.annotations.Nullable Exception cause) {
        return new DatacookException(
                ErrorCode.DATA_INVALID,
                "%s is no complete Parquet file: %s; remove it from the path, or write it again".formatted(file, why),
                cause);
    }
}
