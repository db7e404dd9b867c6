package io.datacook.engine.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Casts to bytes and UUIDs.
final class BinaryCasts {
    private static final Pattern UUID_TEXT = Pattern.compile(
            "\\{?([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})}?");

    private BinaryCasts() {}

    static @Nullable CellCast toBinary(Kind source) {
        return switch (source) {
            case TEXT, JSON, BINARY, UUID -> BinaryCasts::bytes;
            case NULL,
                    BOOL,
                    WHOLE,
                    UNSIGNED64,
                    FLOAT,
                    DECIMAL,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    DURATION,
                    INTERVAL,
                    NESTED,
                    OTHER -> null;
        };
    }

    static @Nullable CellCast toUuid(Kind source, ArrowType from) {
        return switch (source) {
            case TEXT -> BinaryCasts::uuids;
            case BINARY ->
                from instanceof ArrowType.FixedSizeBinary fixed && fixed.getByteWidth() != 16
                        ? null
                        : BinaryCasts::bytes;
            case NULL,
                    BOOL,
                    WHOLE,
                    UNSIGNED64,
                    FLOAT,
                    DECIMAL,
                    JSON,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    DURATION,
                    INTERVAL,
                    NESTED,
                    OTHER -> null;
        };
    }

    private static CellCast.Bound bytes(FieldVector from, FieldVector to) {
        Cells.BytesOf cells = Cells.bytes(from);
        Cells.BytesTo target = Cells.bytesTo(to);
        int width = to instanceof FixedSizeBinaryVector fixed ? fixed.getByteWidth() : -1;
        return row -> {
            byte[] bytes = cells.at(row);
            if (width >= 0 && bytes.length != width) {
                return "the value has " + bytes.length + " bytes, not " + width;
            }
            target.set(row, bytes);
            return null;
        };
    }

    private static CellCast.Bound uuids(FieldVector from, FieldVector to) {
        Cells.BytesOf cells = Cells.bytes(from);
        Cells.BytesTo target = Cells.bytesTo(to);
        return row -> {
            String text = new String(cells.at(row), UTF_8).strip();
            if (!UUID_TEXT.matcher(text).matches()) {
                return Casts.shown(text) + " is not a UUID such as 00112233-4455-6677-8899-aabbccddeeff";
            }
            UUID uuid = UUID.fromString(UUID_TEXT.matcher(text).replaceFirst("$1-$2-$3-$4-$5"));
            target.set(
                    row,
                    ByteBuffer.allocate(16)
                            .putLong(uuid.getMostSignificantBits())
                            .putLong(uuid.getLeastSignificantBits())
                            .array());
            return null;
        };
    }
}
