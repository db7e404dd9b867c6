package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Parses one record at a time out of a byte array. **Threading:** one thread.
final class RecordParser {
    private static final int NESTING_MAX = 500;

    private final JsonFactory factory;
    private byte[] bytes = {};
    private int from;

    /// @param textBytesMax bytes of a string at most
    RecordParser(int textBytesMax) {
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(textBytesMax)
                        .maxNestingDepth(NESTING_MAX)
                        .maxNumberLength(10_000)
                        .build())
                .build();
    }

    /// What a record's tokens are handed to.
    interface Reading {
        /// Reads the value whose first token is the parser's current one.
        void read(JsonParser parser) throws IOException;
    }

    /// Reads one record.
    ///
    /// @throws BadValue if it is no JSON, or the reading says so
    void parse(byte[] array, int first, int behind, Reading reading) {
        bytes = array;
        from = first;
        try (JsonParser parser = factory.createParser(array, first, behind - first)) {
            try {
                if (parser.nextToken() == null) {
                    throw new BadValue("", null, "there is no value");
                }
                reading.read(parser);
                if (parser.nextToken() != null) {
                    throw new BadValue("", null, "text follows the value");
                }
            } catch (BadValue bad) {
                throw bad.at((int) Math.max(0, parser.currentTokenLocation().getByteOffset()));
            } catch (JsonProcessingException broken) {
                throw new BadValue("", null, "it is no valid JSON: " + reason(broken)).at((int) Math.max(
                        0,
                        broken.getLocation() == null ? 0 : broken.getLocation().getByteOffset()));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The JSON text of the current value, as it stands; the parser moves to its last token.
    String raw(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT, START_ARRAY -> {
                int start = from + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = from + (int) parser.currentLocation().getByteOffset();
                yield new String(bytes, start, end - start, StandardCharsets.UTF_8);
            }
            case VALUE_STRING -> {
                StringBuilder text = new StringBuilder();
                io.datacook.api.RowText.appendString(text, parser.getText());
                yield text.toString();
            }
            default -> parser.getText();
        };
    }

    private static String reason(JsonProcessingException broken) {
        String message = String.valueOf(broken.getOriginalMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
