package io.datacook.crds.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.crds.Connection;
import io.datacook.crds.ConnectionSpec;
import io.datacook.crds.ConnectionStatus;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunSpec;
import io.datacook.crds.RecipeRunStatus;
import io.datacook.crds.RecipeSpec;
import io.datacook.crds.RecipeStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The three CustomResourceDefinitions.
public final class CustomResources {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Room for `-<minute or hash>-<attempt>` in the names of runs and for `-extractor-<lane>` in those of pods.
    private static final String RECIPE_NAME_RULE =
            "self.metadata.name.size() <= 36 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";

    private static final String RUN_NAME_RULE =
            "self.metadata.name.size() <= 48 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";

    private CustomResources() {}

    /// A kind, its records, and what `kubectl get` shows of it.
    ///
    /// @param type the resource
    /// @param spec its spec
    /// @param status its status
    /// @param columns of `kubectl get`
    /// @param rules on the whole object, each followed by its message
    /// @param scale whether `kubectl scale` works
    public record Definition(
            Class<? extends CustomResource<?, ?>> type,
            Class<?> spec,
            Class<?> status,
            List<Column> columns,
            List<String> rules,
            Scale scale) {
        /// The kind's name.
        public String kind() {
            return type.getAnnotation(Kind.class).value();
        }

        /// As objects of this kind are called in URLs, and the name of the CRD's file.
        public String plural() {
            return type.getAnnotation(Plural.class).value();
        }
    }

    /// A column of `kubectl get`.
    ///
    /// @param priority 0, or 1 for `-o wide` only
    public record Column(String name, String type, String path, int priority) {}

    /// Whether a kind has the scale subresource.
    public enum Scale {
        /// It has.
        LANES,
        /// It has not.
        NONE
    }

    /// All three.
    public static List<Definition> all() {
        return List.of(recipe(), run(), connection());
    }

    private static Definition recipe() {
        return new Definition(
                Recipe.class,
                RecipeSpec.class,
                RecipeStatus.class,
                List.of(
                        new Column("Ready", "string", condition("Ready", "status"), 0),
                        new Column("Reason", "string", condition("Ready", "reason"), 0),
                        new Column("Last run", "string", ".status.lastRun.result", 0),
                        new Column("Rows", "integer", ".status.lastRun.rowsWritten", 0),
                        new Column("Lag", "integer", ".status.checkpoint.lagSeconds", 0),
                        new Column("Next", "string", ".status.nextScheduleTime", 0),
                        new Column("Suspend", "boolean", ".spec.suspend", 0),
                        new Column("Age", "date", ".metadata.creationTimestamp", 0),
                        new Column("Layout", "string", ".spec.execution.layout", 1),
                        new Column("Lanes", "integer", ".spec.execution.lanes", 1),
                        new Column("Digest", "string", ".status.digest", 1),
                        new Column("Message", "string", condition("Ready", "message"), 1)),
                List.of(
                        RECIPE_NAME_RULE,
                        "a recipe's name has at most 36 letters, digits and dashes: the names of its runs and pods are"
                                + " longer",
                        "!has(self.spec.name) || self.spec.name == self.metadata.name",
                        "spec.name, if there is one, is metadata.name: checkpoints are kept by it"),
                Scale.LANES);
    }

    private static Definition run() {
        return new Definition(
                RecipeRun.class,
                RecipeRunSpec.class,
                RecipeRunStatus.class,
                List.of(
                        new Column("Recipe", "string", ".spec.recipeRef.name", 0),
                        new Column("Succeeded", "string", condition("Succeeded", "status"), 0),
                        new Column("Reason", "string", condition("Succeeded", "reason"), 0),
                        new Column("Why", "string", ".spec.reason", 0),
                        new Column("Attempt", "integer", ".spec.attempt", 0),
                        new Column("Rows", "integer", ".status.totals.rowsWritten", 0),
                        new Column("Age", "date", ".metadata.creationTimestamp", 0),
                        new Column("Rejected", "integer", ".status.totals.rowsRejected", 1),
                        new Column("Ready lanes", "integer", ".status.lanesReady", 1),
                        new Column("Started", "date", ".status.startTime", 1),
                        new Column("Finished", "date", ".status.completionTime", 1),
                        new Column("Message", "string", condition("Succeeded", "message"), 1)),
                List.of(
                        RUN_NAME_RULE,
                        "a run's name has at most 48 letters, digits and dashes: the names of its pods are longer"),
                Scale.NONE);
    }

    private static Definition connection() {
        return new Definition(
                Connection.class,
                ConnectionSpec.class,
                ConnectionStatus.class,
                List.of(
                        new Column("Type", "string", ".spec.type", 0),
                        new Column("Ready", "string", condition("Ready", "status"), 0),
                        new Column("Reason", "string", condition("Ready", "reason"), 0),
                        new Column("Recipes", "integer", ".status.recipes", 0),
                        new Column("Age", "date", ".metadata.creationTimestamp", 0)),
                List.of(
                        "self.metadata.name.size() <= 63 && !self.metadata.name.contains('.')",
                        "a connection's name has at most 63 letters, digits and dashes: it becomes a folder's"),
                Scale.NONE);
    }

    private static String condition(String type, String field) {
        return ".status.conditions[?(@.type==\"%s\")].%s".formatted(type, field);
    }

    /// One CRD as the API server takes it.
    static ObjectNode tree(Definition definition) {
        ObjectNode crd = JSON.createObjectNode();
        crd.put("apiVersion", "apiextensions.k8s.io/v1");
        crd.put("kind", "CustomResourceDefinition");
        ObjectNode metadata = crd.putObject("metadata");
        metadata.put("name", definition.plural() + "." + Recipe.GROUP);
        ObjectNode labels = metadata.putObject("labels");
        labels.put("app.kubernetes.io/name", "datacook");
        labels.put("app.kubernetes.io/component", "crds");
        ObjectNode spec = crd.putObject("spec");
        spec.put("group", Recipe.GROUP);
        spec.put("scope", "Namespaced");
        ObjectNode names = spec.putObject("names");
        names.put("kind", definition.kind());
        names.put("listKind", definition.kind() + "List");
        names.put("singular", definition.type().getAnnotation(Singular.class).value());
        names.put("plural", definition.plural());
        for (String name : definition.type().getAnnotation(ShortNames.class).value()) {
            names.withArray("shortNames").add(name);
        }
        names.putArray("categories").add("datacook");
        spec.putArray("versions").add(version(definition));
        return crd;
    }

    private static ObjectNode version(Definition definition) {
        ObjectNode version = JSON.createObjectNode();
        version.put("name", Recipe.VERSION).put("served", true).put("storage", true);
        ArrayNode columns = version.putArray("additionalPrinterColumns");
        for (Column column : definition.columns()) {
            ObjectNode node = columns.addObject();
            node.put("name", column.name()).put("type", column.type()).put("jsonPath", column.path());
            if (column.priority() > 0) {
                node.put("priority", column.priority());
            }
        }
        version.putObject("schema").set("openAPIV3Schema", schema(definition));
        ObjectNode subresources = version.putObject("subresources");
        subresources.putObject("status");
        if (definition.scale() == Scale.LANES) {
            subresources
                    .putObject("scale")
                    .put("specReplicasPath", ".spec.execution.lanes")
                    .put("statusReplicasPath", ".status.replicas")
                    .put("labelSelectorPath", ".status.selector");
        }
        return version;
    }

    /// The schema of the whole object.
    static ObjectNode schema(Definition definition) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("type", "object");
        properties.set("spec", RecordSchema.of(definition.spec()));
        properties.set("status", RecordSchema.of(definition.status()));
        schema.putArray("required").add("spec");
        ArrayNode rules = schema.putArray("x-kubernetes-validations");
        for (int i = 0; i + 1 < definition.rules().size(); i += 2) {
            rules.addObject()
                    .put("rule", definition.rules().get(i))
                    .put("message", definition.rules().get(i + 1));
        }
        return schema;
    }

    /// The definition of a kind, or `null`.
    public static @Nullable Definition of(String kind) {
        return all().stream()
                .filter(definition -> definition.kind().equals(kind))
                .findFirst()
                .orElse(null);
    }
}
