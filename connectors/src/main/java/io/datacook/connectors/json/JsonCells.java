package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.datacook.api.RowText;
import io.datacook.connectors.files.TextOutput;
import java.io.IOException;
import org.apache.arrow.vector.VarCharVector;

/// Writes texts that are JSON as they are, without line ends; a text that is no valid JSON as a string.
final class JsonCells implements CellWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final VarCharVector texts;

    JsonCells(VarCharVector texts) {
        this.texts = texts;
    }

    @Override
    public void write(TextOutput out, int row) {
        byte[] text = texts.get(row);
        if (!isJson(text)) {
            out.put(RowText.cell(texts, row));
            return;
        }
        // a line end outside of strings is white space, and within strings it cannot stand
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                text[i] = ' ';
            }
        }
        out.put(text);
    }

    private static boolean isJson(byte[] text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException broken) {
            return false;
        }
    }
}
