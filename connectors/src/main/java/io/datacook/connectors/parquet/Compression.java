package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import org.apache.parquet.format.CompressionCodec;

/// How pages are compressed, as recipes spell it.
public enum Compression {
    /// Fast, moderate; every reader knows it.
    SNAPPY(CompressionCodec.SNAPPY, 0, 0),
    /// Small and still fast; levels 1 to 22.
    ZSTD(CompressionCodec.ZSTD, 1, 22),
    /// Small and slow; levels 1 to 9.
    GZIP(CompressionCodec.GZIP, 1, 9),
    /// Fastest to read.
    LZ4_RAW(CompressionCodec.LZ4_RAW, 0, 0),
    /// Refused: no well-kept library writes it for Java.
    BROTLI(CompressionCodec.BROTLI, 0, 0),
    /// Pages as they are.
    NONE(CompressionCodec.UNCOMPRESSED, 0, 0);

    private final CompressionCodec codec;
    private final int levelMin;
    private final int levelMax;

    Compression(CompressionCodec codec, int levelMin, int levelMax) {
        this.codec = codec;
        this.levelMin = levelMin;
        this.levelMax = levelMax;
    }

    /// The name in footers.
    CompressionCodec codec() {
        return codec;
    }

    /// Checks a level.
    ///
    /// @param level 0 for the codec's own default
    /// @throws DatacookException `RECIPE_INVALID` naming what is allowed
    int requireLevel(int level) {
        if (this == BROTLI) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "destination.compression 'brotli' cannot be written; allowed are snappy, zstd, gzip, "
                            + "lz4_raw, none; zstd is nearest in size");
        }
        if (level == 0 || (level >= levelMin && level <= levelMax)) {
            return level;
        }
        throw new DatacookException(
                ErrorCode.RECIPE_INVALID,
                "destination.compression_level %d does not fit %s, which %s"
                        .formatted(
                                level,
                                name().toLowerCase(java.util.Locale.ROOT),
                                levelMax == 0 ? "has no levels" : "takes %d to %d".formatted(levelMin, levelMax)));
    }
}
