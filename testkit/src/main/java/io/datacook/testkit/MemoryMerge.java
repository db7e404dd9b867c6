package io.datacook.testkit;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Merge and history over rows in a list: slow, obvious, the yardstick for real destinations.
final class MemoryMerge {
    private MemoryMerge() {}

    static void merge(
            List<Map<String, @Nullable Object>> rows,
            List<Map<String, @Nullable Object>> incoming,
            WriteMode.Merge mode) {
        for (Map<String, @Nullable Object> row : incoming) {
            requireKeys(row, mode.keys());
        }
        for (Map<String, @Nullable Object> row : incoming) {
            rows.removeIf((Map<String, @Nullable Object> known) ->
                    key(known, mode.keys()).equals(key(row, mode.keys())));
            String deleted = mode.deletedColumn();
            if (deleted == null || !Boolean.TRUE.equals(row.get(deleted))) {
                rows.add(row);
            }
        }
    }

    static void version(
            List<Map<String, @Nullable Object>> rows,
            List<Map<String, @Nullable Object>> incoming,
            List<String> keys,
            EpochId id) {
        for (Map<String, @Nullable Object> row : incoming) {
            requireKeys(row, keys);
        }
        for (Map<String, @Nullable Object> row : incoming) {
            Map<String, @Nullable Object> current = null;
            for (Map<String, @Nullable Object> known : rows) {
                if (known.get("_datacook_valid_to") == null && key(known, keys).equals(key(row, keys))) {
                    current = known;
                }
            }
            if (current == null || !current.entrySet().containsAll(row.entrySet())) {
                if (current != null) {
                    current.put("_datacook_valid_to", id.published());
                }
                Map<String, @Nullable Object> version = new LinkedHashMap<>(row);
                version.put("_datacook_valid_from", id.published());
                version.put("_datacook_valid_to", null);
                rows.add(version);
            }
        }
    }

    private static List<@Nullable Object> key(Map<String, @Nullable Object> row, List<String> keys) {
        List<@Nullable Object> key = new ArrayList<>();
        keys.forEach(name -> key.add(row.get(name)));
        return key;
    }

    private static void requireKeys(Map<String, @Nullable Object> row, List<String> keys) {
        for (String name : keys) {
            if (row.get(name) == null) {
                throw new DatacookException(ErrorCode.DATA_INVALID, "key column '%s' is null".formatted(name));
            }
        }
    }
}
