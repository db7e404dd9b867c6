package io.datacook.engine.recipe;

import io.datacook.api.DatacookException;
import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.YamlReader.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Turns a job of dativo-ingest into a recipe. What has no counterpart is kept as a comment, never lost.
public final class DativoJob {
    private static final String RESULT = "import-job";

    private final Mapping job;
    private final Set<String> taken = new HashSet<>();
    private final List<RecipeProblem> notes = new ArrayList<>();
    private final Map<String, ConfigNode> connectors = new LinkedHashMap<>();

    private DativoJob(Mapping job) {
        this.job = job;
    }

    /// What came of a job.
    ///
    /// @param recipe YAML, with a comment for each part that was not imported
    /// @param notes the same parts with their places, sorted
    public record Imported(String recipe, List<RecipeProblem> notes) {
        public Imported {
            notes = RecipeProblem.sorted(notes);
        }
    }

    /// Reads a job, and the connector files it names where they are there.
    ///
    /// @throws DatacookException `RECIPE_INVALID` if the file is no YAML mapping, `STREAM_MISSING` if it is not
    ///     there
    public static Imported importJob(Path file) {
        Mapping tree = read(file, file.toString());
        DativoJob job = new DativoJob(tree);
        job.connectorFile(file, "source_connector_path");
        job.connectorFile(file, "target_connector_path");
        String fileName = String.valueOf(file.getFileName()).replaceFirst("\\.(ya?ml|json)$", "");
        Mapping recipe = job.recipe(fileName);
        job.leftovers(tree, "");
        StringBuilder text =
                new StringBuilder("# Imported from %s by datacook import-job.\n".formatted(file.getFileName()));
        for (RecipeProblem note : RecipeProblem.sorted(job.notes)) {
            text.append("# ")
                    .append(note.place())
                    .append(": ")
                    .append(note.message())
                    .append('\n');
        }
        return new Imported(text + RecipeYaml.write(recipe), job.notes);
    }

    private static Mapping read(Path file, String shown) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(YamlReader.BYTES_MAX + 1);
        } catch (IOException e) {
            throw RecipeProblem.exception(
                    List.of(new RecipeProblem(Rule.MISSING_FILE, Place.of(shown), "the file cannot be read")));
        }
        Documents documents = YamlReader.read(shown, bytes);
        if (!documents.problems().isEmpty()) {
            throw RecipeProblem.exception(documents.problems());
        }
        if (documents.documents().size() == 1 && documents.documents().getFirst() instanceof Mapping mapping) {
            return mapping;
        }
        throw RecipeProblem.exception(
                List.of(new RecipeProblem(Rule.NOT_A_RECIPE, Place.of(shown), "a job is one YAML mapping")));
    }

    private void connectorFile(Path jobFile, String key) {
        String path = text(key);
        if (path == null) {
            return;
        }
        Path file = jobFile.resolveSibling(path);
        if (!Files.isRegularFile(file)) {
            notes.add(new RecipeProblem(
                    Rule.MISSING_FILE,
                    place(key),
                    "%s: %s is not there; its settings were not imported".formatted(key, path)));
            return;
        }
        connectors.put(key, read(file, path));
    }

    private Mapping recipe(String fileName) {
        Build recipe = new Build();
        String asset = text("asset");
        recipe.put("name", Scalar.text(asset == null ? fileName : asset, place("asset")));
        recipe.copy("tenant_id", "tenant", UnaryOperator.identity());
        recipe.put("source", source());
        if (find("asset_path") != null) {
            Build definition = new Build();
            definition.copy("asset_path", "path", UnaryOperator.identity());
            definition.copy("schema_validation_mode", "mode", UnaryOperator.identity());
            recipe.put("asset", definition.mapping());
        }
        recipe.put("destination", destination());
        recipe.put("runtime", runtime());
        return recipe.mapping();
    }

    private Mapping source() {
        Build source = new Build();
        String engine = text("source.engine.type");
        // Airbyte, Meltano and Singer are connectors by themselves; the other engines are how dativo ran its own.
        boolean foreign =
                engine != null && List.of("airbyte", "meltano", "singer").contains(engine);
        String type = foreign ? engine : connectorType("source_connector", "source_connector_path");
        source.put("type", Scalar.text(type == null ? "" : type, place("source_connector")));
        if (foreign) {
            source.copy("source_connector", "connector", UnaryOperator.identity());
        } else if (engine != null) {
            note("source.engine.type", "Datacook has one engine");
        }
        connection(source, "source_connector_path");
        options(source, "source.engine.options");
        ConfigNode objects = find("source.objects");
        if (objects != null) {
            source.put("streams", objects);
        }
        if (find("source.incremental") != null) {
            Build incremental = new Build();
            incremental.put("strategy", Scalar.text("cursor", place("source.incremental")));
            take("source.incremental.strategy");
            incremental.copy("source.incremental.cursor_field", "cursor_column", UnaryOperator.identity());
            incremental.copy("source.incremental.lookback_days", "lag", days -> days + "d");
            source.put("incremental", incremental.mapping());
        }
        return source.mapping();
    }

    private Mapping destination() {
        Build destination = new Build();
        String type = connectorType("target_connector", "target_connector_path");
        destination.put("type", Scalar.text(type == null ? "parquet" : type, place("target_connector")));
        connection(destination, "target_connector_path");
        String bucket = text("target.connection.s3.bucket");
        String prefix = text("target.connection.s3.prefix");
        if (bucket != null) {
            String path = "s3://" + bucket + (prefix == null ? "" : "/" + prefix);
            destination.put("path", Scalar.text(path, place("target.connection.s3.bucket")));
        }
        options(destination, "target.connection.s3");
        options(destination, "target.engine.options");
        if (find("source.objects") instanceof Sequence objects
                && objects.items().size() > 1) {
            note("source.objects", "several objects: give each a path or table of its own with {{ stream.name }}");
        }
        if (find("target.custom_writer") != null) {
            note("target.custom_writer", "Datacook writes by itself and loads no foreign libraries");
        }
        return destination.mapping();
    }

    private Mapping runtime() {
        Build runtime = new Build();
        runtime.copy("source.engine.options.batch_size", "batch_size", UnaryOperator.identity());
        if (find("target.engine.options.batch_size") != null) {
            if (find("source.engine.options.batch_size") == null) {
                runtime.copy("target.engine.options.batch_size", "batch_size", UnaryOperator.identity());
            } else {
                note("target.engine.options.batch_size", "a run has one batch size, the source's");
            }
        }
        runtime.copy("retry_config.max_retries", "max_retries", UnaryOperator.identity());
        runtime.copy("retry_config.initial_delay_seconds", "retry_delay", seconds -> seconds + "s");
        runtime.copy("retry_config.max_delay_seconds", "retry_delay_max", seconds -> seconds + "s");
        return runtime.mapping();
    }

    private @Nullable String connectorType(String key, String file) {
        String name = text(key);
        String type = connectors.get(file) instanceof Mapping connector ? connector.text("type") : null;
        return type == null ? name : type;
    }

    /// The `connection` of a connector's file becomes options; what else it says is noted.
    private void connection(Build section, String key) {
        if (!(connectors.get(key) instanceof Mapping connector)) {
            return;
        }
        for (Entry entry : connector.entries()) {
            if (entry.key().equals("connection") && entry.value() instanceof Mapping connection) {
                connection.entries().forEach(option -> section.put(option.key(), option.value()));
            } else if (!entry.key().equals("type") && !entry.key().equals("name")) {
                notes.add(
                        new RecipeProblem(Rule.UNSUPPORTED, entry.place(), "not imported: %s".formatted(entry.key())));
            }
        }
    }

    private void options(Build section, String path) {
        if (find(path) instanceof Mapping options) {
            for (Entry option : options.entries()) {
                String optionPath = path + "." + option.key();
                if (!taken.contains(optionPath) && !option.key().equals("batch_size")) {
                    take(optionPath);
                    section.put(option.key(), option.value());
                }
            }
        }
    }

    private void note(String path, String reason) {
        ConfigNode node = find(path);
        String value = node instanceof Scalar scalar ? " '%s'".formatted(Redaction.text(Texts.cut(scalar.text()))) : "";
        notes.add(new RecipeProblem(
                Rule.UNSUPPORTED, place(path), "not imported: %s%s: %s".formatted(path, value, reason)));
    }

    /// Notes every value nobody asked for.
    private void leftovers(ConfigNode node, String path) {
        if (taken.contains(path)) {
            return;
        }
        switch (node) {
            case Mapping mapping ->
                mapping.entries()
                        .forEach(entry ->
                                leftovers(entry.value(), path.isEmpty() ? entry.key() : path + "." + entry.key()));
            case Sequence _ ->
                notes.add(new RecipeProblem(Rule.UNSUPPORTED, node.place(), "not imported: %s".formatted(path)));
            case Scalar scalar -> {
                String shown = RecipeYaml.scalar((Scalar) Redaction.value(new Entry(last(path), node.place(), scalar)));
                notes.add(new RecipeProblem(
                        Rule.UNSUPPORTED, node.place(), "not imported: %s: %s".formatted(path, Texts.cut(shown))));
            }
        }
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private void take(String path) {
        taken.add(path);
    }

    private @Nullable ConfigNode find(String path) {
        ConfigNode node = job;
        for (String key : path.split("\\.", -1)) {
            node = node instanceof Mapping mapping ? mapping.find(key) : null;
            if (node == null) {
                return null;
            }
        }
        if (!(node instanceof Mapping)) {
            take(path);
        }
        return node;
    }

    private @Nullable String text(String path) {
        return find(path) instanceof Scalar scalar && scalar.kind() != Kind.NULL ? scalar.text() : null;
    }

    private Place place(String path) {
        ConfigNode node = find(path);
        return node == null ? Place.of(RESULT) : node.place();
    }

    /// A section of the recipe being made.
    private final class Build {
        private final List<Entry> entries = new ArrayList<>();

        void put(String key, ConfigNode value) {
            boolean empty =
                    value instanceof Mapping mapping && mapping.entries().isEmpty();
            if (!empty && entries.stream().noneMatch(entry -> entry.key().equals(key))) {
                entries.add(new Entry(key, value.place(), value));
            }
        }

        void copy(String path, String key, UnaryOperator<String> change) {
            if (find(path) instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
                String changed = change.apply(scalar.text());
                Kind kind = changed.equals(scalar.text()) ? scalar.kind() : Kind.TEXT;
                put(key, new Scalar(changed, kind, scalar.place()));
            }
        }

        Mapping mapping() {
            return new Mapping(entries, Place.of(RESULT));
        }
    }
}
