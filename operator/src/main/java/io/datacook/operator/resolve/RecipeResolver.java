package io.datacook.operator.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.crds.Connection;
import io.datacook.crds.Recipe;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.RecipeFiles;
import io.datacook.engine.recipe.RecipeProblem;
import io.datacook.engine.recipe.RecipeYaml;
import io.datacook.engine.recipe.Redaction;
import io.datacook.engine.recipe.Resolution;
import io.datacook.engine.recipe.Rule;
import io.datacook.operator.desired.Settings.UrlParents;
import io.datacook.operator.resolve.Resolved.Reason;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Resolves a Recipe with the recipes it extends and the connections it names. Immutable.
///
/// Environment variables of the operator are out of sight: `{{ env.X }}` in a recipe never shows one.
public final class RecipeResolver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Environment NO_ENVIRONMENT = new Environment(Map.of(), 1);
    private static final int PROBLEMS_SHOWN = 8;

    private final Lookup lookup;
    private final UrlParents urls;

    /// @param lookup finds objects of the recipe's namespace
    /// @param urls whether recipes may extend URLs
    public RecipeResolver(Lookup lookup, UrlParents urls) {
        this.lookup = lookup;
        this.urls = urls;
    }

    /// Finds objects of one namespace.
    public interface Lookup {
        /// A recipe, or `null`.
        @Nullable
        Recipe recipe(String name);

        /// A connection, or `null`.
        @Nullable
        Connection connection(String name);
    }

    /// Resolves a recipe. Nothing is thrown for what it says.
    public Resolved resolve(Recipe recipe) {
        Map<String, Recipe> line = new LinkedHashMap<>();
        Set<String> parents = new LinkedHashSet<>();
        Set<String> refused = new LinkedHashSet<>();
        collect(recipe, line, parents, refused);
        Set<String> named = new LinkedHashSet<>();
        line.values().forEach(each -> each.getSpec().recipe().values().forEach(node -> connections(node, named)));
        if (!refused.isEmpty() && urls == UrlParents.REFUSED) {
            return new Resolved.Broken(
                    Reason.URL_REFUSED,
                    "extends %s: this operator fetches no recipes; copy it into the namespace and extend it by name"
                            .formatted(String.join(", ", refused)),
                    parents,
                    named);
        }
        if (recipe.getSpec().forOthersOnly()) {
            return new Resolved.Abstract(parents, named);
        }
        Map<String, Connection> known = new LinkedHashMap<>();
        for (String name : named) {
            Connection connection = lookup.connection(name);
            if (connection != null) {
                known.put(name, connection);
            }
        }
        return read(recipe, line, known, parents, named);
    }

    private Resolved read(
            Recipe recipe,
            Map<String, Recipe> line,
            Map<String, Connection> known,
            Set<String> parents,
            Set<String> named) {
        StringBuilder text = new StringBuilder();
        line.values()
                .forEach(each -> text.append("---\n").append(manifest(each)).append('\n'));
        known.values()
                .forEach(each -> text.append("---\n")
                        .append(ConnectionText.withReferences(each))
                        .append('\n'));
        String name = recipe.getMetadata().getName();
        Resolution resolution = RecipeFiles.read(text.toString(), "recipe " + name, name, NO_ENVIRONMENT);
        io.datacook.engine.recipe.Recipe read = resolution.recipe();
        if (read == null) {
            return broken(resolution.problems(), parents, named, known.keySet().containsAll(named));
        }
        if (!Redaction.tree(read.tree()).equals(read.tree())) {
            return new Resolved.Broken(
                    Reason.SECRET_IN_CLEAR,
                    "the recipe holds a secret in clear; put it into a Secret and name it in a Connection's secretKeys",
                    parents,
                    named);
        }
        return new Resolved.Runnable(
                read.digest(),
                RecipeYaml.write(read),
                known.values().stream()
                        .map(each -> "---\n" + ConnectionText.withFiles(each) + "\n")
                        .collect(Collectors.joining()),
                SecretFiles.of(read.tree(), known),
                parents,
                named);
    }

    private static Resolved broken(
            List<RecipeProblem> problems, Set<String> parents, Set<String> named, boolean allKnown) {
        Rule rule = problems.getFirst().rule();
        // A variable that is not set is a reference too, but no other object's appearance sets it.
        boolean references = !allKnown && problems.stream().allMatch(problem -> problem.rule() == Rule.REFERENCE);
        Reason reason = problems.stream().anyMatch(problem -> problem.rule() == Rule.EXTENDS)
                ? Reason.PARENT_NOT_FOUND
                : references ? Reason.CONNECTION_NOT_FOUND : Reason.INVALID;
        String all = problems.stream()
                .limit(PROBLEMS_SHOWN)
                .map(RecipeResolver::describe)
                .collect(Collectors.joining("; "));
        int more = problems.size() - PROBLEMS_SHOWN;
        String message = more > 0 ? "%s; and %d more".formatted(all, more) : all;
        return new Resolved.Broken(reason, "%s %s".formatted(rule.code(), message), parents, named);
    }

    /// Lines and columns are those of a text nobody wrote: what is wrong says enough.
    private static String describe(RecipeProblem problem) {
        boolean aboutFiles = problem.suggestion() == null
                || problem.suggestion().contains("connections.yaml")
                || problem.suggestion().contains("Paths start");
        return aboutFiles ? problem.message() : problem.message() + ". " + problem.suggestion();
    }

    /// The recipe and all it extends by name, each once.
    private void collect(Recipe recipe, Map<String, Recipe> line, Set<String> parents, Set<String> urlParents) {
        line.put(recipe.getMetadata().getName(), recipe);
        JsonNode written = recipe.getSpec().recipe().get("extends");
        if (written == null) {
            return;
        }
        for (JsonNode parent :
                written.isArray() ? written : JSON.createArrayNode().add(written)) {
            String name = parent.asText();
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("https:") || lower.startsWith("file:") || lower.startsWith("http:")) {
                urlParents.add(name.replaceAll("[?#].*", "").replaceAll("//[^/@]*@", "//"));
            } else if (!lower.contains("://")) {
                parents.add(name);
                Recipe found = line.containsKey(name) ? null : lookup.recipe(name);
                if (found != null) {
                    collect(found, line, parents, urlParents);
                }
            }
        }
    }

    private static void connections(JsonNode node, Set<String> names) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            boolean reference =
                    entry.getKey().equals("connId") || entry.getKey().equals("conn_id");
            if (reference && entry.getValue().isTextual()) {
                names.add(entry.getValue().asText());
            }
        }
        node.forEach(below -> connections(below, names));
    }

    private static String manifest(Recipe recipe) {
        ObjectNode manifest = ConnectionText.head(recipe);
        ObjectNode spec = manifest.putObject("spec");
        recipe.getSpec().recipe().forEach(spec::set);
        return manifest.toString();
    }
}
