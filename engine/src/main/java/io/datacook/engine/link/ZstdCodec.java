package io.datacook.engine.link;

import com.github.luben.zstd.Zstd;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.NoCompressionCodec;

/// Zstandard for the buffers of an Arrow IPC message, from native memory to native memory. Stateless.
final class ZstdCodec extends AbstractCompressionCodec {
    /// Reads whatever the left half chose.
    static final CompressionCodec.Factory FACTORY = new CompressionCodec.Factory() {
        @Override
        public CompressionCodec createCodec(CompressionUtil.CodecType type) {
            return switch (type) {
                case NO_COMPRESSION -> NoCompressionCodec.INSTANCE;
                case ZSTD -> new ZstdCodec();
                case LZ4_FRAME -> throw LinkFailures.damaged("a batch compressed with LZ4, which links do not use");
            };
        }

        @Override
        public CompressionCodec createCodec(CompressionUtil.CodecType type, int level) {
            return createCodec(type);
        }
    };

    private static final int LEVEL = 1;
    private static final long LENGTH_BYTES = CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH;

    @Override
    protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf plain) {
        long bound = Zstd.compressBound(plain.writerIndex());
        ArrowBuf packed = allocator.buffer(LENGTH_BYTES + bound);
        long written = Zstd.compressUnsafe(
                packed.memoryAddress() + LENGTH_BYTES, bound, plain.memoryAddress(), plain.writerIndex(), LEVEL);
        if (Zstd.isError(written)) {
            packed.close();
            throw LinkFailures.damaged("a batch that cannot be compressed: " + Zstd.getErrorName(written));
        }
        packed.writerIndex(LENGTH_BYTES + written);
        return packed;
    }

    @Override
    protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf packed) {
        long length = readUncompressedLength(packed);
        if (length < 0 || length > FrameHeader.BODY_BYTES_MAX) {
            throw LinkFailures.damaged("a compressed buffer of %d bytes".formatted(length));
        }
        ArrowBuf plain = allocator.buffer(length);
        long read = Zstd.decompressUnsafe(
                plain.memoryAddress(),
                length,
                packed.memoryAddress() + LENGTH_BYTES,
                packed.writerIndex() - LENGTH_BYTES);
        if (Zstd.isError(read) || read != length) {
            plain.close();
            throw LinkFailures.damaged("a compressed buffer that does not unpack");
        }
        plain.writerIndex(length);
        return plain;
    }

    @Override
    public CompressionUtil.CodecType getCodecType() {
        return CompressionUtil.CodecType.ZSTD;
    }
}
