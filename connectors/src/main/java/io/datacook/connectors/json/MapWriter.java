package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/// Writes objects into maps from text, and arrays of `{"key":…,"value":…}`, which this connector writes for other keys.
final class MapWriter implements ValueWriter {
    private static final int OFFSET_BYTES = 4;

    private final MapVector vector;
    private final StructVector entries;
    private final String path;
    private final ValueWriter key;
    private final ValueWriter value;

    MapWriter(MapVector vector, String path, ValueWriter key, ValueWriter value) {
        this.vector = vector;
        this.entries = (StructVector) vector.getDataVector();
        this.path = path;
        this.key = key;
        this.value = value;
    }

    @Override
    public long write(JsonParser parser, int row) throws IOException {
        JsonToken token = parser.currentToken();
        boolean textKeys = entries.getChildrenFromFields().getFirst() instanceof VarCharVector;
        if (token != JsonToken.START_ARRAY && !(token == JsonToken.START_OBJECT && textKeys)) {
            throw ScalarWriter.misfit(parser, path, textKeys ? "an object" : "an array of keys and values");
        }
        int first = vector.startNewValue(row);
        int count = 0;
        long bytes = OFFSET_BYTES;
        try {
            while (!parser.nextToken().isStructEnd()) {
                int index = first + count++;
                entries.setIndexDefined(index);
                bytes += token == JsonToken.START_OBJECT ? member(parser, index) : entry(parser, index);
            }
        } finally {
            vector.endValue(row, count);
        }
        return bytes;
    }

    private long member(JsonParser parser, int index) throws IOException {
        String name = parser.currentName();
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ((VarCharVector) entries.getChildrenFromFields().getFirst()).setSafe(index, text);
        parser.nextToken();
        return OFFSET_BYTES + text.length + valueOf(parser, index);
    }

    private long entry(JsonParser parser, int index) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw ScalarWriter.misfit(parser, path, "an array of keys and values");
        }
        long bytes = 0;
        boolean keyed = false;
        boolean valued = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("key") && !keyed && parser.currentToken() != JsonToken.VALUE_NULL) {
                keyed = true;
                bytes += key.write(parser, index);
            } else if (name.equals("value") && !valued) {
                valued = true;
                bytes += valueOf(parser, index);
            } else {
                throw ScalarWriter.misfit(parser, path, "an array of keys and values");
            }
        }
        if (!keyed) {
            throw new BadValue(path, null, "an entry of '" + path + "' has no key");
        }
        if (!valued) {
            value.writeNull(index);
        }
        return bytes;
    }

    private long valueOf(JsonParser parser, int index) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            value.writeNull(index);
            return 1;
        }
        return value.write(parser, index);
    }

    @Override
    public void writeNull(int row) {
        vector.setNull(row);
    }
}
