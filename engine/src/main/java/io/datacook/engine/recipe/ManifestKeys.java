package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the `spec` of a manifest says besides the recipe or the connection itself.
///
/// How a cluster runs a recipe is no part of what the recipe does: such keys are passed over here, so that one
/// manifest gives one digest wherever it is read.
public final class ManifestKeys {
    /// Keys of a Recipe's `spec` that only a cluster reads, as manifests spell them.
    private static final Set<String> CLUSTER = Set.of(
            "abstract",
            "mode",
            "schedule",
            "suspend",
            "execution",
            "retry",
            "history",
            "upgradePolicy",
            "deletionPolicy",
            "restartNonce");

    private ManifestKeys() {}

    /// Keys of a Recipe's `spec` that are no part of the recipe, in camelCase.
    public static Set<String> cluster() {
        return CLUSTER;
    }

    /// A Recipe's `spec` without what only a cluster reads.
    static Mapping recipe(Mapping spec) {
        return spec.without(CLUSTER);
    }

    /// A Connection's `spec` as one mapping: `config` spread out, `secretKeys` as references to Kubernetes Secrets.
    static Mapping connection(Mapping spec) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : spec.entries()) {
            if (entry.key().equals("config") && entry.value() instanceof Mapping config) {
                entries.addAll(config.entries());
            } else if (entry.key().equals("secretKeys") && entry.value() instanceof Mapping secrets) {
                secrets.entries().forEach(secret -> entries.add(reference(secret)));
            } else {
                entries.add(entry);
            }
        }
        return new Mapping(entries, spec.place());
    }

    /// `password: { name: db, key: pw }` → `password: ${secret:db/pw}`; the key is the option's name if absent.
    private static Entry reference(Entry secret) {
        if (!(secret.value() instanceof Mapping selector) || selector.text("name") == null) {
            return secret;
        }
        String key = selector.text("key");
        String text = "${secret:%s/%s}".formatted(selector.text("name"), key == null ? secret.key() : key);
        return new Entry(
                secret.key(), secret.place(), Scalar.text(text, secret.value().place()));
    }
}
