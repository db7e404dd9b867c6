package io.datacook.engine.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.time.DateTimeException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// JSON trees, read strictly and without reflection: native images need no list of classes.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode parse(String document) {
        try {
            JsonNode root = MAPPER.readTree(document);
            if (root == null || !root.isObject()) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            return root;
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("it is no JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    /// Runs a reader and turns what it trips over into one message for users.
    static <T> T reading(String where, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException | DateTimeException | NullPointerException damaged) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("the checkpoint in %s is damaged: %s; restore it from a backup, or run `datacook state reset` "
                                    + "to load the stream afresh")
                            .formatted(where, damaged.getMessage()),
                    damaged);
        }
    }

    static DatacookException newer(String where, long version, int known) {
        return new DatacookException(
                ErrorCode.STATE_INVALID,
                ("the checkpoint in %s has format %d and this release knows up to %d; "
                                + "run it with the release that wrote it, or a newer one")
                        .formatted(where, version, known));
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("field '" + field + "' is missing or no text");
        }
        return value.textValue();
    }

    static @Nullable String textOrNull(JsonNode node, String field) {
        return node.has(field) ? text(node, field) : null;
    }

    static long number(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.canConvertToLong()) {
            throw new IllegalArgumentException("field '" + field + "' is missing or no whole number");
        }
        return value.longValue();
    }

    static SortedMap<String, String> texts(JsonNode node, String field) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : node.path(field).properties()) {
            if (!entry.getValue().isTextual()) {
                throw new IllegalArgumentException("field '" + field + "." + entry.getKey() + "' is no text");
            }
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        return texts;
    }

    static void put(ObjectNode node, String field, @Nullable String text) {
        if (text != null) {
            node.put(field, text);
        }
    }

    static void put(ObjectNode node, String field, SortedMap<String, String> texts) {
        ObjectNode map = node.putObject(field);
        texts.forEach(map::put);
    }

    static void putUnlessZero(ObjectNode node, String field, long number) {
        if (number != 0) {
            node.put(field, number);
        }
    }
}
