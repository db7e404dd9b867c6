package io.datacook.engine.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// JSON texts: whether they are well formed.
final class JsonCells {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonCells() {}

    /// Why a text is no JSON document, or `null` if it is one.
    static @Nullable String problem(byte[] text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return "the text is empty, not JSON";
            }
            parser.skipChildren();
            JsonToken rest = parser.nextToken();
            return rest == null ? null : "the text goes on after the JSON document";
        } catch (JsonProcessingException broken) {
            return "the text is not JSON: " + broken.getOriginalMessage();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
