package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/// Writes objects: the columns of a record, or the fields of a struct. Fields may come in any order; those that are
/// absent are null.
final class StructWriter implements ValueWriter {
    private final @Nullable StructVector vector;
    private final String path;
    private final String[] names;
    private final ValueWriter[] fields;
    private final Map<String, Integer> places = new HashMap<>();
    private final Unknown unknown;
    private final java.util.Set<String> ignored;
    private final int[] writtenAt;

    /// @param vector the struct, or `null` for the record itself
    /// @param path of the object within the record
    /// @param ignored fields that are known and not asked for
    StructWriter(
            @Nullable StructVector vector,
            String path,
            List<String> names,
            List<ValueWriter> fields,
            java.util.Set<String> ignored,
            Unknown unknown) {
        this.vector = vector;
        this.path = path;
        this.names = names.toArray(String[]::new);
        this.fields = fields.toArray(ValueWriter[]::new);
        this.ignored = java.util.Set.copyOf(ignored);
        this.unknown = unknown;
        this.writtenAt = new int[names.size()];
        java.util.Arrays.fill(writtenAt, -1);
        for (int i = 0; i < this.names.length; i++) {
            places.put(this.names[i], i);
        }
    }

    @Override
    public long write(JsonParser parser, int row) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw ScalarWriter.misfit(parser, path, "an object");
        }
        if (vector != null) {
            vector.setIndexDefined(row);
        }
        long bytes = 1;
        int expected = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            // records mostly repeat the order of the one before
            int place =
                    expected < names.length && names[expected].equals(name) ? expected : places.getOrDefault(name, -1);
            parser.nextToken();
            if (place < 0) {
                other(parser, name);
                continue;
            }
            if (writtenAt[place] == row) {
                throw new BadValue(at(name), null, "the field '" + at(name) + "' appears twice");
            }
            writtenAt[place] = row;
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                fields[place].writeNull(row);
            } else {
                bytes += fields[place].write(parser, row);
            }
            expected = place + 1;
        }
        for (int place = 0; place < names.length; place++) {
            if (writtenAt[place] != row) {
                fields[place].writeNull(row);
            }
        }
        return bytes;
    }

    private void other(JsonParser parser, String name) throws IOException {
        if (ignored.contains(name)) {
            parser.skipChildren();
        } else {
            unknown.take(at(name), parser);
        }
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    public void writeNull(int row) {
        if (vector != null) {
            vector.setNull(row);
        }
        for (ValueWriter field : fields) {
            field.writeNull(row);
        }
    }
}
