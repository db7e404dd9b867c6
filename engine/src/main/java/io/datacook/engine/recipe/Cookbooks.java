package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.RecipeDocument.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The recipes that ship with Datacook, as parents: `datacook://audit`, `datacook://defaults/postgres`.
final class Cookbooks {
    /// What their addresses begin with.
    static final String SCHEME = "datacook://";

    /// Their names; each is a resource of this package.
    static final List<String> NAMES = List.of(
            "anonymize",
            "audit",
            "clean_numeric",
            "duckdb_default",
            "parquet_default",
            "postgres_default",
            "pseudonymize",
            "redshift_default",
            "s3_default");

    private static final String DEFAULTS = "defaults/";

    private Cookbooks() {}

    /// A cookbook's recipe, or `null` if there is none, which is a problem.
    static @Nullable Contents read(String reference, Place place, List<RecipeProblem> problems) {
        String address = reference.substring(SCHEME.length());
        String name = address.startsWith(DEFAULTS) ? address.substring(DEFAULTS.length()) + "_default" : address;
        if (!NAMES.contains(name)) {
            problems.add(new RecipeProblem(
                    Rule.EXTENDS,
                    place,
                    "extends '%s': there is no such cookbook; shipped are %s"
                            .formatted(Texts.cut(reference), String.join(", ", NAMES)),
                    DidYouMean.suggest(name, NAMES)));
            return null;
        }
        return shipped(name);
    }

    /// The shipped recipe that defines a macro of its own name, or `null`.
    static @Nullable Mapping withMacro(String macro) {
        if (!NAMES.contains(macro)) {
            return null;
        }
        Mapping body = shipped(macro).documents().getFirst().body();
        Mapping macros = body.mapping("macros");
        return macros != null && macros.entry(macro) != null ? body : null;
    }

    private static Contents shipped(String name) {
        List<RecipeProblem> none = new ArrayList<>();
        try (InputStream in = Cookbooks.class.getResourceAsStream("cookbooks/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the cookbook '%s' is not on the class path".formatted(name));
            }
            Contents contents = Manifests.read(SCHEME + name, SCHEME + name, null, in.readAllBytes(), none);
            if (!none.isEmpty()) {
                throw new IllegalStateException("a shipped cookbook is broken: " + none);
            }
            return contents;
        } catch (IOException e) {
            throw new IllegalStateException("the cookbook '%s' cannot be read".formatted(name), e);
        }
    }
}
