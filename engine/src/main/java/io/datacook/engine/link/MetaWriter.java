package io.datacook.engine.link;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Spells a frame's metadata: numbers big-endian, texts as UTF-8 behind their length, absent texts with length -1.
///
/// **Threading:** one thread. [MetaReader] reads it back.
final class MetaWriter {
    private static final int FIRST_BYTES = 256;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    MetaWriter number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    MetaWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    MetaWriter text(@Nullable String value) {
        if (value == null) {
            room(Integer.BYTES).putInt(-1);
            return this;
        }
        return blob(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /// Takes all remaining bytes.
    MetaWriter blob(ByteBuffer value) {
        int size = value.remaining();
        room(Integer.BYTES + size).putInt(size).put(value);
        return this;
    }

    MetaWriter numbers(long[] values) {
        ByteBuffer room = room(Math.multiplyExact(values.length + 1, Long.BYTES));
        room.putLong(values.length);
        room.asLongBuffer().put(values);
        return this;
    }

    MetaWriter fields(SortedMap<String, String> fields) {
        number(fields.size());
        fields.forEach((name, value) -> text(name).text(value));
        return this;
    }

    <T> MetaWriter list(List<T> items, Consumer<T> write) {
        number(items.size());
        items.forEach(write);
        return this;
    }

    private ByteBuffer room(int more) {
        long needed = (long) length + more;
        if (needed > FrameHeader.METADATA_BYTES_MAX) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    ("what a batch carries besides its rows takes more than %d bytes: too many rejected rows at once; "
                                    + "lower runtime.batch_size")
                            .formatted(FrameHeader.METADATA_BYTES_MAX));
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, bytes.length * 2L));
        }
        ByteBuffer room = ByteBuffer.wrap(bytes, length, more);
        length += more;
        return room;
    }

    /// Header and metadata of a frame.
    byte[] head(FrameType type, long bodyBytes) {
        return FrameHeader.write(type, bytes, length, bodyBytes);
    }
}
