package io.datacook.operator.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays one pod template over another the way `kubectl patch --type=strategic` does.
///
/// Mappings merge key by key, `null` takes a key away, lists with a merge key merge item by item, all other lists are
/// replaced. `$patch: delete` in an item takes the item away.
final class StrategicMerge {
    /// Merge keys of a pod template's lists, by the list's name.
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("volumes", "name"),
            Map.entry("env", "name"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("ports", "containerPort"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("topologySpreadConstraints", "topologyKey"),
            Map.entry("resourceClaims", "name"));

    private StrategicMerge() {}

    /// The base with the patch laid over it; neither is changed.
    static ObjectNode merge(ObjectNode base, JsonNode patch) {
        ObjectNode merged = base.deepCopy();
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            JsonNode below = merged.get(entry.getKey());
            JsonNode above = entry.getValue();
            if (above.isNull()) {
                merged.remove(entry.getKey());
            } else if (below instanceof ObjectNode mapping && above.isObject()) {
                merged.set(entry.getKey(), merge(mapping, above));
            } else if (below instanceof ArrayNode list && above instanceof ArrayNode items && key(entry) != null) {
                merged.set(entry.getKey(), items(list, items, KEYS.get(entry.getKey())));
            } else {
                merged.set(entry.getKey(), above.deepCopy());
            }
        }
        return merged;
    }

    private static @Nullable String key(Map.Entry<String, JsonNode> entry) {
        return KEYS.get(entry.getKey());
    }

    private static ArrayNode items(ArrayNode base, ArrayNode patch, @Nullable String key) {
        ArrayNode merged = base.deepCopy();
        for (JsonNode item : patch) {
            int at = find(merged, key, item);
            boolean delete = "delete".equals(item.path("$patch").asText());
            if (at < 0) {
                if (!delete) {
                    merged.add(item.deepCopy());
                }
            } else if (delete) {
                merged.remove(at);
            } else {
                merged.set(at, merge((ObjectNode) merged.get(at), item));
            }
        }
        return merged;
    }

    private static int find(ArrayNode items, @Nullable String key, JsonNode wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isObject() && items.get(i).path(key).equals(wanted.path(key))) {
                return i;
            }
        }
        return -1;
    }
}
