package io.datacook.engine.link;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads what [MetaWriter] wrote, in the same order. **Threading:** one thread.
final class MetaReader {
    private final ByteBuffer bytes;

    MetaReader(byte[] metadata) {
        this.bytes = ByteBuffer.wrap(metadata);
    }

    long number() {
        return reading(bytes::getLong);
    }

    boolean flag() {
        return number() == 1;
    }

    @Nullable
    String textOrNull() {
        int size = reading(bytes::getInt);
        if (size < 0) {
            return null;
        }
        byte[] text = new byte[checked(size)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    String text() {
        String text = textOrNull();
        if (text == null) {
            throw LinkFailures.damaged("metadata without a text that belongs there");
        }
        return text;
    }

    /// A view of bytes that stays valid.
    ByteBuffer blob() {
        int size = checked(reading(bytes::getInt));
        ByteBuffer blob = bytes.slice(bytes.position(), size);
        bytes.position(bytes.position() + size);
        return blob;
    }

    long[] numbers() {
        long[] values = new long[checked(Math.toIntExact(number()), Long.BYTES)];
        bytes.asLongBuffer().get(values);
        bytes.position(bytes.position() + values.length * Long.BYTES);
        return values;
    }

    SortedMap<String, String> fields() {
        SortedMap<String, String> fields = new TreeMap<>();
        for (long left = number(); left > 0; left--) {
            fields.put(text(), text());
        }
        return fields;
    }

    <T> List<T> list(Supplier<T> read) {
        List<T> items = new ArrayList<>();
        for (long left = number(); left > 0; left--) {
            items.add(read.get());
        }
        return items;
    }

    private int checked(int count) {
        return checked(count, 1);
    }

    private int checked(int count, int width) {
        if (count < 0 || (long) count * width > bytes.remaining()) {
            throw LinkFailures.damaged("metadata that ends too early");
        }
        return count;
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return Objects.requireNonNull(read.get());
        } catch (BufferUnderflowException early) {
            throw LinkFailures.damaged("metadata that ends too early");
        }
    }
}
