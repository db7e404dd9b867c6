package io.datacook.cli;

import io.datacook.api.Source;
import io.datacook.api.StreamInfo;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeFiles;
import io.datacook.engine.recipe.Resolution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Asks a source which streams it has.
final class Discovery {
    private Discovery() {}

    /// The streams of a recipe's sources, sorted by name.
    static List<StreamInfo> of(Host host, Recipe recipe, Catalog catalog, Environment environment) {
        SortedMap<String, StreamInfo> found = new TreeMap<>();
        try (EngineContext context = EngineContext.open(recipe, catalog, environment, host.clock(), host.newRunId())) {
            Openers openers = new Openers(context);
            recipe.streams().stream().map(stream -> stream.source()).distinct().forEach(config -> {
                try (Source source = openers.source(config, "")) {
                    source.discover().forEach(info -> found.putIfAbsent(info.name(), info));
                }
            });
        }
        return List.copyOf(found.values());
    }

    /// The streams of a system that is named on the command line; its password, if it has one, is the URL's.
    static List<StreamInfo> of(Host host, Endpoint endpoint, String url) {
        Endpoint reachable = endpoint;
        if (endpoint.isFiles() || endpoint.type().equals("duckdb")) {
            String path = host.folder()
                    .toAbsolutePath()
                    .resolve(endpoint.options().get("path"))
                    .toString();
            reachable = endpoint.with("path", path);
        }
        Map<String, String> variables = new HashMap<>(host.variables());
        if (!endpoint.secretIn().isEmpty()) {
            variables.put(endpoint.secretIn(), password(url));
        }
        Environment environment = new Environment(variables, 1);
        String text = "name: discover\nsource:\n" + reachable.yaml()
                + "destination: { type: parquet, path: \"discover/{{ stream.name }}\" }\n";
        if (reachable.type().equals("postgres")) {
            text = text.replace("destination:", "  streams: [\"*\"]\ndestination:");
        }
        Resolution resolution = RecipeFiles.read(text, "--from", null, environment);
        Recipe recipe = resolution.recipe();
        if (recipe == null) {
            throw new RefusedRecipe(resolution.problems());
        }
        return of(host, recipe, Catalog.load(), environment);
    }

    private static String password(String url) {
        String userInfo = java.net.URI.create(url).getUserInfo();
        return userInfo == null ? "" : userInfo.substring(userInfo.indexOf(':') + 1);
    }
}
