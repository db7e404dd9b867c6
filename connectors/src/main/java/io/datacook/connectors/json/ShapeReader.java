package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// Shows the values of a parser to a [Shape]. Stateless; safe for all threads.
final class ShapeReader {
    private ShapeReader() {}

    /// Shows the value whose first token is the parser's current one; the parser stands at its last token afterwards.
    static void show(JsonParser parser, Shape shape) throws IOException {
        JsonToken token = parser.currentToken();
        switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> shape.addBool();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> shape.addNumber(parser.getText());
            case VALUE_STRING -> shape.addText(parser.getText());
            case START_OBJECT -> {
                shape.addObject();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    Shape field = shape.field(parser.currentName());
                    parser.nextToken();
                    show(parser, field);
                }
            }
            case START_ARRAY -> {
                Shape element = shape.addList();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    show(parser, element);
                }
            }
            case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, FIELD_NAME, END_OBJECT, END_ARRAY -> {
                // null says nothing of a type
            }
        }
    }
}
