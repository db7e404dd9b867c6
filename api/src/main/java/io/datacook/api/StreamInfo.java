package io.datacook.api;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Schema;

/// What a source knows of one stream before reading it.
///
/// @param name the stream's name, unique within the source, such as `public.orders`
/// @param options the source options that select this stream, spelled as in a recipe (`table` → `public.orders`)
/// @param schema columns in order; nullability as the source declares it
/// @param primaryKey names of the key columns, empty if none is known
/// @param rowsEstimate rows, or -1 if unknown
/// @param bytesEstimate bytes to be read, or -1 if unknown
public record StreamInfo(
        String name,
        SortedMap<String, String> options,
        Schema schema,
        List<String> primaryKey,
        long rowsEstimate,
        long bytesEstimate) {
    public StreamInfo {
        options = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(options));
        primaryKey = List.copyOf(primaryKey);
    }
}
