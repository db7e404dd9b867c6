package io.datacook.connectors.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/// Restores pages of every codec in common use. Stateless.
final class Decompressor {
    private Decompressor() {}

    /// Restores a page.
    ///
    /// @param length of what comes out; known from the page's header
    static void decompress(
            CompressionCodec codec, byte[] from, int offset, int bytes, byte[] into, int at, int length) {
        try {
            int restored =
                    switch (codec) {
                        case UNCOMPRESSED -> copy(from, offset, bytes, into, at, length);
                        case SNAPPY -> Snappy.uncompress(from, offset, bytes, into, at);
                        case ZSTD -> (int) Zstd.decompressByteArray(into, at, length, from, offset, bytes);
                        case LZ4_RAW ->
                            LZ4Factory.fastestInstance()
                                    .safeDecompressor()
                                    .decompress(from, offset, bytes, into, at, length);
                        case LZ4 -> hadoopLz4(from, offset, bytes, into, at, length);
                        case GZIP -> gunzip(from, offset, bytes, into, at, length);
                        case BROTLI, LZO -> throw unsupported(codec);
                    };
            if (restored != length) {
                throw new CorruptPage("a page of %d bytes came out as %d".formatted(length, restored));
            }
        } catch (IOException | LZ4Exception | ZstdException damaged) {
            throw new CorruptPage("a " + codec + " page does not decompress: " + damaged.getMessage());
        }
    }

    private static int copy(byte[] from, int offset, int bytes, byte[] into, int at, int length) {
        System.arraycopy(from, offset, into, at, Math.min(bytes, length));
        return bytes;
    }

    /// The older LZ4: blocks with both lengths in front, big-endian; some writers left the lengths out.
    private static int hadoopLz4(byte[] from, int offset, int bytes, byte[] into, int at, int length) {
        ByteBuffer in = ByteBuffer.wrap(from, offset, bytes);
        int done = 0;
        while (in.remaining() > 8) {
            int restored = in.getInt();
            int packed = in.getInt();
            if (restored < 0 || packed <= 0 || packed > in.remaining() || done + restored > length) {
                return LZ4Factory.fastestInstance()
                        .safeDecompressor()
                        .decompress(from, offset, bytes, into, at, length);
            }
            done += LZ4Factory.fastestInstance()
                    .safeDecompressor()
                    .decompress(from, in.position(), packed, into, at + done, restored);
            in.position(in.position() + packed);
        }
        return done;
    }

    private static int gunzip(byte[] from, int offset, int bytes, byte[] into, int at, int length) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(from, offset, bytes), 8192)) {
            return in.readNBytes(into, at, length);
        }
    }

    private static DatacookException unsupported(CompressionCodec codec) {
        return new DatacookException(
                ErrorCode.SCHEMA_MISMATCH,
                "pages are compressed with %s, which Datacook does not read; write the file again with zstd or snappy"
                        .formatted(codec));
    }
}
