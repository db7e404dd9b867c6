package io.datacook.connectors.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/// Compresses pages with one codec. **Threading:** one thread at a time. **Closing:** frees native memory.
final class Compressor implements AutoCloseable {
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int ZSTD_LEVEL = 1;

    private final Compression compression;
    private final @Nullable ZstdCompressCtx zstd;
    private final @Nullable Deflater deflater;
    private final @Nullable LZ4Compressor lz4;

    Compressor(Compression compression, int level) {
        this.compression = compression;
        this.zstd = compression == Compression.ZSTD ? new ZstdCompressCtx() : null;
        if (zstd != null) {
            zstd.setLevel(level == 0 ? ZSTD_LEVEL : level);
            zstd.setContentSize(true);
        }
        this.deflater = compression == Compression.GZIP
                ? new Deflater(level == 0 ? Deflater.DEFAULT_COMPRESSION : level, true)
                : null;
        this.lz4 = compression == Compression.LZ4_RAW
                ? LZ4Factory.fastestInstance().fastCompressor()
                : null;
    }

    /// Appends the compressed form of bytes.
    void compress(byte[] from, int offset, int length, Bytes out) {
        try {
            switch (compression) {
                case SNAPPY -> {
                    out.reserve(Snappy.maxCompressedLength(length));
                    out.size += Snappy.compress(from, offset, length, out.array, out.size);
                }
                case ZSTD -> zstd(from, offset, length, out);
                case GZIP -> gzip(from, offset, length, out);
                case LZ4_RAW -> lz4(from, offset, length, out);
                case NONE, BROTLI -> out.write(from, offset, length);
            }
        } catch (IOException failure) {
            throw new DatacookException(
                    ErrorCode.INTERNAL, "a page could not be compressed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
        }
        if (deflater != null) {
            deflater.end();
        }
    }

    private void zstd(byte[] from, int offset, int length, Bytes out) {
        if (zstd == null) {
            return;
        }
        int bound = Math.toIntExact(Zstd.compressBound(length));
        out.reserve(bound);
        out.size += zstd.compressByteArray(out.array, out.size, out.array.length - out.size, from, offset, length);
    }

    private void lz4(byte[] from, int offset, int length, Bytes out) {
        if (lz4 == null) {
            return;
        }
        out.reserve(lz4.maxCompressedLength(length));
        out.size += lz4.compress(from, offset, length, out.array, out.size);
    }

    private void gzip(byte[] from, int offset, int length, Bytes out) {
        if (deflater == null) {
            return;
        }
        out.write(GZIP_HEADER, 0, GZIP_HEADER.length);
        deflater.reset();
        deflater.setInput(from, offset, length);
        deflater.finish();
        while (!deflater.finished()) {
            out.reserve(Math.max(1024, length >> 2));
            out.size += deflater.deflate(out.array, out.size, out.array.length - out.size);
        }
        CRC32 checksum = new CRC32();
        checksum.update(from, offset, length);
        out.putInt((int) checksum.getValue());
        out.putInt(length);
    }
}
