package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.datacook.api.TypeNames;
import java.io.IOException;
import java.time.DateTimeException;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Writes values without children.
final class ScalarWriter implements ValueWriter {
    private static final int VALUE_CHARS_MAX = 80;

    private final FieldVector vector;
    private final String path;
    private final Setter setter;

    /// Sets one value.
    interface Setter {
        /// Sets the parser's current value, whatever its token.
        ///
        /// @return Arrow bytes, or -1 if the token is of the wrong kind
        /// @throws ArithmeticException or another of what the JDK's parsers throw if the text does not fit
        long set(JsonParser parser, int row) throws IOException;
    }

    ScalarWriter(FieldVector vector, String path, Setter setter) {
        this.vector = vector;
        this.path = path;
        this.setter = setter;
    }

    @Override
    public long write(JsonParser parser, int row) throws IOException {
        long bytes;
        try {
            bytes = setter.set(parser, row);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException unfit) {
            bytes = -1;
        }
        if (bytes < 0) {
            throw misfit(parser, path, TypeNames.name(vector.getField()));
        }
        return bytes;
    }

    @Override
    public void writeNull(int row) {
        while (row >= vector.getValueCapacity()) {
            vector.reAlloc();
        }
        vector.setNull(row);
    }

    /// A value of another kind than its column holds.
    static BadValue misfit(JsonParser parser, String path, String expected) throws IOException {
        String value = value(parser);
        String shown = value == null
                ? "a value"
                : "'" + (value.length() > VALUE_CHARS_MAX ? value.substring(0, VALUE_CHARS_MAX) + "…" : value) + "'";
        String where = path.isEmpty() ? "the record" : "the field '" + path + "'";
        return new BadValue(path, value, "%s is %s, not %s".formatted(where, shown, expected));
    }

    private static @Nullable String value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return "{…}";
        }
        return token == JsonToken.START_ARRAY ? "[…]" : parser.getText();
    }
}
