package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.YamlReader.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Collects the connections a recipe may name: `connections.yaml` beside it, below the file `DATACOOK_CONNECTIONS`
/// names, below `kind: Connection` manifests of its own file, below `DATACOOK_CONN_<ID>` variables.
final class ConnectionFiles {
    /// A variable with a connection's URL; the id in capitals, all else `_`.
    private static final String VARIABLE = "DATACOOK_CONN_";

    private static final String FILE_VARIABLE = "DATACOOK_CONNECTIONS";
    private static final String FILE_NAME = "connections.yaml";

    private final Environment environment;
    private final List<RecipeProblem> problems = new ArrayList<>();

    private ConnectionFiles(Environment environment) {
        this.environment = environment;
    }

    /// All connections by id; reads nothing if the recipe names none.
    ///
    /// @param folder the recipe's folder
    /// @param shownFolder the recipe's folder as places show it, or `null`
    /// @param own `kind: Connection` manifests of the recipe's file
    static Connections load(
            Mapping tree, Path folder, @Nullable Path shownFolder, Mapping own, Environment environment) {
        List<Scalar> ids = new ArrayList<>();
        collect(tree, ids);
        ConnectionFiles files = new ConnectionFiles(environment);
        Mapping known = own;
        if (!ids.isEmpty()) {
            known = Merger.overlay(files.beside(folder, shownFolder), Merger.overlay(files.named(), own));
        }
        for (Scalar id : ids) {
            Entry variable = files.variable(id.text());
            if (variable != null) {
                known = known.with(variable);
            }
        }
        return new Connections(known, files.problems);
    }

    private static void collect(ConfigNode node, List<Scalar> ids) {
        switch (node) {
            case Mapping mapping -> {
                for (Entry entry : mapping.entries()) {
                    if (entry.key().equals("conn_id") && entry.value() instanceof Scalar id) {
                        ids.add(id);
                    } else {
                        collect(entry.value(), ids);
                    }
                }
            }
            case Sequence sequence -> sequence.items().forEach(item -> collect(item, ids));
            case Scalar _ -> {}
        }
    }

    private Mapping beside(Path folder, @Nullable Path shownFolder) {
        Path file = folder.resolve(FILE_NAME);
        String shown =
                shownFolder == null ? FILE_NAME : shownFolder.resolve(FILE_NAME).toString();
        return Files.isRegularFile(file) ? read(file, shown) : Mapping.empty(Place.of(shown));
    }

    private Mapping named() {
        String name = environment.variable(FILE_VARIABLE);
        if (name == null || name.isBlank()) {
            return Mapping.empty(Place.of(FILE_VARIABLE));
        }
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            problems.add(new RecipeProblem(
                    Rule.REFERENCE,
                    Place.of(FILE_VARIABLE),
                    "%s names '%s', which is no file".formatted(FILE_VARIABLE, name)));
            return Mapping.empty(Place.of(FILE_VARIABLE));
        }
        return read(file, name);
    }

    private Mapping read(Path file, String shown) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(YamlReader.BYTES_MAX + 1);
        } catch (IOException e) {
            problems.add(new RecipeProblem(Rule.REFERENCE, Place.of(shown), "the file cannot be read"));
            return Mapping.empty(Place.of(shown));
        }
        Documents documents = YamlReader.read(shown, bytes);
        problems.addAll(documents.problems());
        Mapping known = Mapping.empty(Place.of(shown));
        for (ConfigNode document : documents.documents()) {
            if (document instanceof Mapping mapping) {
                known = Merger.overlay(known, connections(mapping));
            } else {
                problems.add(new RecipeProblem(
                        Rule.WRONG_TYPE,
                        document.place(),
                        "connections are a mapping of ids, not %s".formatted(document.describe()),
                        "Write src_db: { type: postgres, host: … }."));
            }
        }
        return LoadTemplates.environment(known, environment, problems);
    }

    private Mapping connections(Mapping document) {
        if (Manifests.API_VERSION.equals(document.text("apiVersion"))) {
            Mapping metadata = document.mapping("metadata");
            Mapping spec = document.mapping("spec");
            String name = metadata == null ? null : metadata.text("name");
            return name == null || spec == null
                    ? Mapping.empty(document.place())
                    : new Mapping(
                            List.of(new Entry(
                                    name, document.place(), Manifests.snakeKeys(ManifestKeys.connection(spec)))),
                            document.place());
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : document.entries()) {
            switch (entry.value()) {
                case Mapping _ -> entries.add(entry);
                case Scalar url
                when url.text().contains(":") ->
                    entries.add(
                            new Entry(entry.key(), entry.place(), ConnectionUrl.parse(url.text(), url.place(), null)));
                case Scalar _, Sequence _ ->
                    problems.add(new RecipeProblem(
                            Rule.WRONG_TYPE,
                            entry.value().place(),
                            "the connection '%s' is neither a mapping nor a URL".formatted(entry.key()),
                            "Write %s: { type: postgres, host: … }.".formatted(entry.key())));
            }
        }
        return new Mapping(entries, document.place());
    }

    /// The variable that may hold a connection's URL.
    static String variableName(String id) {
        return VARIABLE + id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private @Nullable Entry variable(String id) {
        String name = variableName(id);
        String url = environment.variable(name);
        if (url == null || url.isBlank()) {
            return null;
        }
        Place place = Place.of(name);
        return new Entry(id, place, ConnectionUrl.parse(url.strip(), place, name));
    }
}
