package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import io.datacook.api.RowText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes the fields of a record that have no column, as the option says. **Threading:** one thread.
final class Unknown {
    private final boolean keeping;
    private final RecordParser parser;
    private final StringBuilder kept = new StringBuilder();

    Unknown(boolean keeping, RecordParser parser) {
        this.keeping = keeping;
        this.parser = parser;
    }

    /// A new record begins.
    void begin() {
        kept.setLength(0);
    }

    /// Takes a field whose value is the parser's current one.
    ///
    /// @throws BadValue if such fields are not kept
    void take(String path, JsonParser value) throws IOException {
        String json = parser.raw(value);
        if (!keeping) {
            throw BadValue.unknown(path, json);
        }
        kept.append(kept.isEmpty() ? "{" : ",");
        RowText.appendString(kept, path);
        kept.append(':').append(json);
    }

    /// The fields of the record as one JSON object, or `null` if it had none.
    @Nullable
    String kept() {
        return kept.isEmpty() ? null : kept + "}";
    }
}
