package io.datacook.nativebuild;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What one module's `reachability-metadata.json` says. Mutable while rules fill it; one thread.
final class Reachability {
    /// How a type may be used.
    enum Use {
        /// Found by its name.
        NAMED,
        /// Made by any of its constructors.
        MADE,
        /// Called by reflection.
        CALLED,
        /// Its fields are read by reflection.
        READ,
        /// Native code uses the type, its methods and fields.
        NATIVE
    }

    private final SortedMap<String, SortedSet<Use>> types = new TreeMap<>();
    private final SortedSet<String> resources = new TreeSet<>();
    private final SortedSet<String> proxies = new TreeSet<>();

    void type(String name, Use... uses) {
        type(name, List.of(uses));
    }

    void type(String name, Collection<Use> uses) {
        types.computeIfAbsent(name, absent -> new TreeSet<>()).addAll(uses);
    }

    void resource(String glob) {
        resources.add(glob);
    }

    void proxy(String type) {
        proxies.add(type);
    }

    boolean covers(String type) {
        return types.containsKey(type);
    }

    boolean isEmpty() {
        return types.isEmpty() && resources.isEmpty() && proxies.isEmpty();
    }

    /// The file: one entry a line, sorted, so that branches merge by line.
    String json() {
        List<String> reflection = types.entrySet().stream()
                .map(Reachability::entry)
                .collect(Collectors.toCollection(java.util.ArrayList::new));
        proxies.forEach(type -> reflection.add("{ \"type\": { \"proxy\": [\"%s\"] } }".formatted(type)));
        List<String> globs =
                resources.stream().map("{ \"glob\": \"%s\" }"::formatted).toList();
        return """
                {
                  "reflection": [
                    %s
                  ],
                  "resources": [
                    %s
                  ]
                }
                """.formatted(String.join(",\n    ", reflection), String.join(",\n    ", globs));
    }

    private static String entry(Map.Entry<String, SortedSet<Use>> type) {
        StringBuilder entry = new StringBuilder("{ \"type\": \"%s\"".formatted(type.getKey()));
        for (Use use : type.getValue()) {
            entry.append(
                    switch (use) {
                        case NAMED -> "";
                        case MADE -> ", \"allDeclaredConstructors\": true";
                        case CALLED -> ", \"allDeclaredMethods\": true";
                        case READ -> ", \"allDeclaredFields\": true";
                        case NATIVE -> ", \"jniAccessible\": true";
                    });
        }
        return entry.append(" }").toString();
    }
}
