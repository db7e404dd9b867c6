package io.datacook.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.crds.schema.CustomResources.Definition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Objects of the last release stay valid: the schema only grows.
///
/// The copies below `previous` are those of the last release; a release replaces them.
class AdditiveTest {
    private static final Path PREVIOUS =
            Path.of(System.getProperty("datacook.root", "..")).resolve("crds/src/test/resources/previous");

    @Test
    void everyKindTakesWhatTheLastReleaseTook() throws IOException {
        for (Definition definition : CustomResources.all()) {
            String text = Files.readString(PREVIOUS.resolve(definition.plural() + ".yaml"));
            JsonNode before = Serialization.unmarshal(text, JsonNode.class);
            List<String> broken = new ArrayList<>();

            compare("", schema(before), CustomResources.schema(definition), broken);

            assertThat(broken).as(definition.kind()).isEmpty();
        }
    }

    @Test
    void whatBreaksObjectsIsCaught() {
        ObjectNode before = CustomResources.schema(CustomResources.all().getFirst());
        ObjectNode after = before.deepCopy();
        ((ObjectNode) after.at("/properties/spec/properties")).remove("schedule");
        ((ObjectNode) after.at("/properties/spec/properties/suspend")).put("type", "string");
        ((ObjectNode) after.at("/properties/spec")).putArray("required").add("mode");
        ((ObjectNode) after.at("/properties/spec/properties/mode"))
                .putArray("enum")
                .add("Batch");
        ((ObjectNode) after.at("/properties/spec/properties/execution/properties/lanes")).put("maximum", 8);
        List<String> broken = new ArrayList<>();

        compare("", before, after, broken);

        assertThat(broken)
                .containsExactlyInAnyOrder(
                        ".spec.schedule is gone",
                        ".spec.suspend was boolean and is string",
                        ".spec.mode is required now",
                        ".spec.mode takes Streaming no longer",
                        ".spec.execution.lanes has a narrower maximum");
    }

    private static JsonNode schema(JsonNode crd) {
        return crd.at("/spec/versions/0/schema/openAPIV3Schema");
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<String> broken) {
        if (!before.path("type").equals(after.path("type"))) {
            broken.add("%s was %s and is %s"
                    .formatted(
                            path,
                            before.path("type").asText(),
                            after.path("type").asText()));
        }
        for (JsonNode required : after.path("required")) {
            if (!contains(before.path("required"), required)) {
                broken.add("%s.%s is required now".formatted(path, required.asText()));
            }
        }
        for (JsonNode word : before.path("enum")) {
            if (after.has("enum") && !contains(after.path("enum"), word)) {
                broken.add("%s takes %s no longer".formatted(path, word.asText()));
            }
        }
        narrower(path, before, after, broken);
        for (Map.Entry<String, JsonNode> key : before.path("properties").properties()) {
            JsonNode now = after.path("properties").path(key.getKey());
            if (now.isMissingNode()) {
                broken.add("%s.%s is gone".formatted(path, key.getKey()));
            } else {
                compare(path + "." + key.getKey(), key.getValue(), now, broken);
            }
        }
        if (before.has("items")) {
            compare(path + "[]", before.path("items"), after.path("items"), broken);
        }
    }

    private static void narrower(String path, JsonNode before, JsonNode after, List<String> broken) {
        for (String limit : List.of("maximum", "maxLength", "maxItems", "maxProperties")) {
            long old = before.path(limit).asLong(Long.MAX_VALUE);
            if (after.path(limit).asLong(Long.MAX_VALUE) < old) {
                broken.add("%s has a narrower %s".formatted(path, limit));
            }
        }
        for (String limit : List.of("minimum", "minLength", "minItems")) {
            long old = before.path(limit).asLong(Long.MIN_VALUE);
            if (after.path(limit).asLong(Long.MIN_VALUE) > old) {
                broken.add("%s has a narrower %s".formatted(path, limit));
            }
        }
    }

    private static boolean contains(JsonNode list, JsonNode wanted) {
        for (JsonNode item : list) {
            if (item.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
