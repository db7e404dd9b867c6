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

    private static final String WORD = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";

    private static final Column AGE = date("Age", ".metadata.creationTimestamp");

    private CustomResources() {}

    /// A kind, its records, and what `kubectl get` shows of it.
    ///
    /// @param type the resource
    /// @param spec its spec
    /// @param status its status
    /// @param columns of `kubectl get`
    /// @param rules on the whole object
    /// @param scale whether `kubectl scale` works
    public record Definition(
            Class<? extends CustomResource<?, ?>> type,
            Class<?> spec,
            Class<?> status,
            List<Column> columns,
            List<ObjectRule> rules,
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

    /// A rule in CEL on the whole object.
    ///
    /// @param rule true lets the object in
    /// @param message what the user reads when it is false
    public record ObjectRule(String rule, String message) {}

    /// A column of `kubectl get`.
    ///
    /// @param priority 0, or 1 for `-o wide` only
    public record Column(String name, String type, String path, int priority) {
        private Column wide() {
            return new Column(name, type, path, 1);
        }
    }

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
        List<Column> columns = List.of(
                condition("Ready"),
                reason("Ready"),
                text("Last run", ".status.lastRun.result"),
                number("Rows", ".status.lastRun.rowsWritten"),
                number("Lag", ".status.checkpoint.lagSeconds"),
                text("Next", ".status.nextScheduleTime"),
                new Column("Suspend", "boolean", ".spec.suspend", 0),
                AGE,
                text("Layout", ".spec.execution.layout").wide(),
                number("Lanes", ".spec.execution.lanes").wide(),
                text("Digest", ".status.digest").wide(),
                message("Ready"));
        // Room for `-<minute or hash>-<attempt>` in the names of runs and for `-extractor-<lane>` in those of pods.
        List<ObjectRule> rules = List.of(
                named("recipe", 36, "the names of its runs and pods are longer"),
                new ObjectRule(
                        "!has(self.spec.name) || self.spec.name == self.metadata.name",
                        "spec.name, if there is one, is metadata.name: checkpoints are kept by it"));
        return new Definition(Recipe.class, RecipeSpec.class, RecipeStatus.class, columns, rules, Scale.LANES);
    }

    private static Definition run() {
        List<Column> columns = List.of(
                text("Recipe", ".spec.recipeRef.name"),
                condition("Succeeded"),
                reason("Succeeded"),
                text("Why", ".spec.reason"),
                number("Attempt", ".spec.attempt"),
                number("Rows", ".status.totals.rowsWritten"),
                AGE,
                number("Rejected", ".status.totals.rowsRejected").wide(),
                number("Ready lanes", ".status.lanesReady").wide(),
                text("Runtime", ".status.runtime").wide(),
                date("Started", ".status.startTime").wide(),
                date("Finished", ".status.completionTime").wide(),
                message("Succeeded"));
        List<ObjectRule> rules = List.of(named("run", 48, "the names of its pods are longer"));
        return new Definition(RecipeRun.class, RecipeRunSpec.class, RecipeRunStatus.class, columns, rules, Scale.NONE);
    }

    private static Definition connection() {
        List<Column> columns = List.of(
                text("Type", ".spec.type"),
                condition("Ready"),
                reason("Ready"),
                number("Recipes", ".status.recipes"),
                AGE);
        List<ObjectRule> rules = List.of(new ObjectRule(
                "self.metadata.name.size() <= 63 && !self.metadata.name.contains('.')",
                "a connection's name has at most 63 letters, digits and dashes: it becomes a folder's"));
        return new Definition(
                Connection.class, ConnectionSpec.class, ConnectionStatus.class, columns, rules, Scale.NONE);
    }

    private static ObjectRule named(String what, int lettersMax, String because) {
        return new ObjectRule(
                "self.metadata.name.size() <= %d && %s".formatted(lettersMax, WORD),
                "a %s's name has at most %d letters, digits and dashes: %s".formatted(what, lettersMax, because));
    }

    private static Column text(String name, String path) {
        return new Column(name, "string", path, 0);
    }

    private static Column number(String name, String path) {
        return new Column(name, "integer", path, 0);
    }

    private static Column date(String name, String path) {
        return new Column(name, "date", path, 0);
    }

    private static Column condition(String type) {
        return text(type, condition(type, "status"));
    }

    private static Column reason(String type) {
        return text("Reason", condition(type, "reason"));
    }

    private static Column message(String type) {
        return text("Message", condition(type, "message")).wide();
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
        for (ObjectRule rule : definition.rules()) {
            rules.addObject().put("rule", rule.rule()).put("message", rule.message());
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
