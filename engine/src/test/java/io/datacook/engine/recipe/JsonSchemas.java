package io.datacook.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// A validator for as much of JSON Schema as the generated schema uses; anything else in it is an error.
final class JsonSchemas {
    private static final Set<String> NOTES =
            Set.of("$schema", "$id", "title", "description", "default", "examples", "$defs", "if", "then");

    private final JsonNode root;

    JsonSchemas(JsonNode root) {
        this.root = root;
    }

    /// What is wrong with a value; empty if it is valid.
    List<String> errors(JsonNode value) {
        List<String> errors = new ArrayList<>();
        check(root, value, "", errors);
        return errors;
    }

    private void check(JsonNode schema, JsonNode value, String path, List<String> errors) {
        if (schema.isBoolean()) {
            if (!schema.asBoolean()) {
                errors.add(path + " is not allowed");
            }
            return;
        }
        for (Map.Entry<String, JsonNode> rule : schema.properties()) {
            if (!NOTES.contains(rule.getKey())) {
                rule(rule.getKey(), rule.getValue(), schema, value, path, errors);
            }
        }
        if (schema.has("if") && valid(schema.path("if"), value)) {
            check(schema.path("then"), value, path, errors);
        }
    }

    private void rule(String word, JsonNode rule, JsonNode schema, JsonNode value, String path, List<String> errors) {
        switch (word) {
            case "$ref" -> check(root.at(rule.asText().substring(1)), value, path, errors);
            case "type" ->
                expect(types(rule).stream().anyMatch(type -> is(type, value)), path + " is not " + rule, errors);
            case "const" -> expect(rule.equals(value), path + " is not " + rule, errors);
            case "enum" -> expect(elements(rule).contains(value), path + " is none of " + rule, errors);
            case "pattern" ->
                expect(
                        !value.isTextual()
                                || Pattern.compile(rule.asText())
                                        .matcher(value.asText())
                                        .find(),
                        path + " does not match",
                        errors);
            case "minimum" ->
                expect(
                        !value.isNumber() || value.decimalValue().compareTo(new BigDecimal(rule.asText())) >= 0,
                        path + " is too small",
                        errors);
            case "maximum" ->
                expect(
                        !value.isNumber() || value.decimalValue().compareTo(new BigDecimal(rule.asText())) <= 0,
                        path + " is too large",
                        errors);
            case "required" ->
                elements(rule)
                        .forEach(key -> expect(
                                !value.isObject() || value.has(key.asText()),
                                path + "." + key.asText() + " is missing",
                                errors));
            case "properties" ->
                rule.properties().stream()
                        .filter(property -> value.has(property.getKey()))
                        .forEach(property -> check(
                                property.getValue(),
                                value.path(property.getKey()),
                                path + "." + property.getKey(),
                                errors));
            case "additionalProperties" ->
                value.properties().stream()
                        .filter(property -> !schema.path("properties").has(property.getKey()))
                        .forEach(property -> check(rule, property.getValue(), path + "." + property.getKey(), errors));
            case "items" -> elements(value).forEach(item -> check(rule, item, path + "[]", errors));
            case "allOf" -> elements(rule).forEach(part -> check(part, value, path, errors));
            case "anyOf" ->
                expect(elements(rule).stream().anyMatch(part -> valid(part, value)), path + " fits no form", errors);
            case "oneOf" ->
                expect(
                        elements(rule).stream()
                                        .filter(part -> valid(part, value))
                                        .count()
                                == 1,
                        path + " fits not one form: " + branchErrors(rule, value),
                        errors);
            default -> throw new IllegalStateException("the schema uses '" + word + "'");
        }
    }

    private List<String> branchErrors(JsonNode rule, JsonNode value) {
        List<String> errors = new ArrayList<>();
        check(rule.get(0), value, "", errors);
        return errors;
    }

    private boolean valid(JsonNode schema, JsonNode value) {
        List<String> errors = new ArrayList<>();
        check(schema, value, "", errors);
        return errors.isEmpty();
    }

    private static void expect(boolean held, String error, List<String> errors) {
        if (!held) {
            errors.add(error);
        }
    }

    private static List<String> types(JsonNode rule) {
        return rule.isTextual()
                ? List.of(rule.asText())
                : elements(rule).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> elements(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false).toList() : List.of();
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalStateException("the schema uses type '" + type + "'");
        };
    }
}
