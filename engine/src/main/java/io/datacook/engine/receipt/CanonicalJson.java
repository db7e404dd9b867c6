package io.datacook.engine.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.TreeMap;

/// One text for all JSON texts of one document: keys sorted, the last of a doubled key kept, numbers without exponent
/// games, no blanks. Databases that keep JSON as values, not as texts, give back another text of the same document.
///
/// Stateless; safe for all threads.
final class CanonicalJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CanonicalJson() {}

    /// The canonical text, or the text itself if it is no JSON.
    static String of(String json) {
        try {
            StringBuilder text = new StringBuilder(json.length());
            append(text, MAPPER.readTree(json));
            return text.toString();
        } catch (JsonProcessingException noJson) {
            return json;
        }
    }

    private static void append(StringBuilder text, JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            text.append('{');
            fields.forEach((name, value) -> {
                text.append(JsonNodeFactory.instance.textNode(name)).append(':');
                append(text, value);
                text.append(',');
            });
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            node.forEach(element -> {
                append(text, element);
                text.append(',');
            });
            text.append(']');
        } else if (node.isNumber()) {
            BigDecimal plain = node.decimalValue().stripTrailingZeros();
            text.append(plain.signum() == 0 ? "0" : plain.toString());
        } else {
            text.append(node);
        }
    }
}
