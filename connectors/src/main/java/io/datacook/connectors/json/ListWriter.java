package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.apache.arrow.vector.complex.ListVector;

/// Writes arrays into lists.
final class ListWriter implements ValueWriter {
    private static final int OFFSET_BYTES = 4;

    private final ListVector vector;
    private final String path;
    private final ValueWriter element;

    ListWriter(ListVector vector, String path, ValueWriter element) {
        this.vector = vector;
        this.path = path;
        this.element = element;
    }

    @Override
    public long write(JsonParser parser, int row) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw ScalarWriter.misfit(parser, path, "an array");
        }
        int first = vector.startNewValue(row);
        int count = 0;
        long bytes = OFFSET_BYTES;
        try {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int index = first + count++;
                if (parser.currentToken() == JsonToken.VALUE_NULL) {
                    element.writeNull(index);
                    bytes++;
                } else {
                    bytes += element.write(parser, index);
                }
            }
        } finally {
            // also behind a bad element, so that the next list begins behind what this one wrote
            vector.endValue(row, count);
        }
        return bytes;
    }

    @Override
    public void writeNull(int row) {
        vector.setNull(row);
    }
}
