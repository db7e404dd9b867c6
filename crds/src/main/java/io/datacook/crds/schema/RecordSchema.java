package io.datacook.crds.schema;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.crds.Field;
import io.datacook.crds.Rule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/// The structural schema of a record.
final class RecordSchema {
    static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordSchema() {}

    /// The schema of a record, with its rules.
    static ObjectNode of(Class<?> record) {
        ObjectNode node = JSON.createObjectNode();
        node.put("type", "object");
        ObjectNode properties = JSON.createObjectNode();
        ArrayNode required = JSON.createArrayNode();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonAnyGetter.class)) {
                LanguageSchema.recipe().properties().forEach(key -> properties.set(key.getKey(), key.getValue()));
                continue;
            }
            Field field = component.getAnnotation(Field.class);
            if (field == null) {
                throw new IllegalStateException("%s has no @Field".formatted(component));
            }
            properties.set(name(component), property(component.getGenericType(), field));
            if (field.presence() == Field.Presence.REQUIRED) {
                required.add(name(component));
            }
        }
        node.set("properties", properties);
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        rules(node, record.getAnnotationsByType(Rule.class));
        return node;
    }

    private static void rules(ObjectNode node, Rule[] rules) {
        for (Rule rule : rules) {
            ObjectNode validation = node.withArray("x-kubernetes-validations").addObject();
            validation.put("rule", rule.value());
            validation.put("message", rule.message());
            if (!rule.field().isEmpty()) {
                validation.put("fieldPath", rule.field());
            }
        }
    }

    private static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? component.getName() : property.value();
    }

    private static ObjectNode property(Type type, Field field) {
        ObjectNode node = shape(type, field);
        node.put("description", field.value());
        if (!field.defaultValue().isEmpty()) {
            node.set("default", json(field.defaultValue()));
        }
        return node;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("'%s' is no JSON".formatted(text), e);
        }
    }

    private static ObjectNode shape(Type type, Field field) {
        return switch (type) {
            case ParameterizedType list when list.getRawType() == List.class -> list(list, field);
            case ParameterizedType map when map.getRawType() == Map.class -> map(map, field);
            case Class<?> plain when plain.isRecord() -> of(plain);
            case Class<?> plain when plain.isEnum() -> words(plain);
            case Class<?> plain when JsonNode.class.isAssignableFrom(plain) -> anything();
            case Class<?> plain when plain == String.class -> text(field);
            case Class<?> plain
            when plain == Boolean.class -> JSON.createObjectNode().put("type", "boolean");
            case Class<?> plain when plain == Integer.class -> number("int32", field);
            case Class<?> plain when plain == Long.class -> number("int64", field);
            default -> throw new IllegalStateException("no schema for " + type);
        };
    }

    private static ObjectNode list(ParameterizedType type, Field field) {
        ObjectNode node = JSON.createObjectNode().put("type", "array");
        Type item = type.getActualTypeArguments()[0];
        ObjectNode items = item == String.class ? JSON.createObjectNode().put("type", "string") : of((Class<?>) item);
        if (!field.pattern().isEmpty()) {
            items.put("pattern", field.pattern()).put("maxLength", 128);
        }
        node.set("items", items);
        if (field.min() != Long.MIN_VALUE) {
            node.put("minItems", field.min());
        }
        if (field.max() != Long.MAX_VALUE) {
            node.put("maxItems", field.max());
        }
        node.put("x-kubernetes-list-type", field.listKey().isEmpty() ? "atomic" : "map");
        if (!field.listKey().isEmpty()) {
            node.putArray("x-kubernetes-list-map-keys").add(field.listKey());
        }
        return node;
    }

    private static ObjectNode map(ParameterizedType type, Field field) {
        Class<?> value = (Class<?>) type.getActualTypeArguments()[1];
        if (JsonNode.class.isAssignableFrom(value)) {
            return anything();
        }
        ObjectNode node = JSON.createObjectNode().put("type", "object");
        node.set("additionalProperties", of(value));
        if (field.max() != Long.MAX_VALUE) {
            node.put("maxProperties", field.max());
        }
        return node;
    }

    static ObjectNode anything() {
        return JSON.createObjectNode().put("type", "object").put(PRESERVE, true);
    }

    private static ObjectNode words(Class<?> type) {
        ObjectNode node = JSON.createObjectNode().put("type", "string");
        ArrayNode words = node.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            try {
                JsonProperty word = type.getField(((Enum<?>) constant).name()).getAnnotation(JsonProperty.class);
                words.add(word.value());
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("an enum without its constant: " + constant, e);
            }
        }
        return node;
    }

    private static ObjectNode text(Field field) {
        ObjectNode node = JSON.createObjectNode().put("type", "string");
        if (!field.format().isEmpty()) {
            node.put("format", field.format());
        }
        if (!field.pattern().isEmpty()) {
            node.put("pattern", field.pattern());
        }
        if (field.min() != Long.MIN_VALUE) {
            node.put("minLength", field.min());
        }
        if (field.max() != Long.MAX_VALUE) {
            node.put("maxLength", field.max());
        }
        return node;
    }

    private static ObjectNode number(String format, Field field) {
        ObjectNode node = JSON.createObjectNode().put("type", "integer").put("format", format);
        if (field.min() != Long.MIN_VALUE) {
            node.put("minimum", field.min());
        }
        if (field.max() != Long.MAX_VALUE) {
            node.put("maximum", field.max());
        }
        return node;
    }
}
