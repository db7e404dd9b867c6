package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ManifestKeysTest {
    private static final Environment ENVIRONMENT = new Environment(Map.of(), 1);

    @Test
    void whatOnlyAClusterReadsDoesNotChangeTheDigest() {
        Recipe bare = read("""
                name: load-orders
                source: { type: csv, path: in.csv, batch_size: 10 }
                destination: { type: parquet, path: out }
                """);
        Recipe manifest = read("""
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: load-orders, namespace: shop }
                spec:
                  source: { type: csv, path: in.csv, batchSize: 10 }
                  destination: { type: parquet, path: out }
                  mode: Batch
                  abstract: false
                  suspend: true
                  schedule: { cron: ["0 * * * *"], timeZone: Europe/Madrid }
                  execution: { layout: Fused, lanes: 2, podTemplate: { spec: { nodeSelector: { a: b } } } }
                  retry: { limit: 1 }
                  history: { successful: 1 }
                  upgradePolicy: Drain
                  deletionPolicy: Delete
                  restartNonce: 7
                """);

        assertThat(manifest.digest()).isEqualTo(bare.digest());
    }

    @Test
    void theConfigOfAConnectionIsSpreadOutAndSecretsBecomeReferences() {
        Recipe recipe = read("""
                apiVersion: datacook.dev/v1alpha1
                kind: Connection
                metadata: { name: shop }
                spec:
                  type: postgres
                  config: { host: db, sslMode: require }
                  secretKeys: { password: { name: shop-db, key: pw }, user: { name: shop-db } }
                ---
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: load-orders }
                spec:
                  source: { type: postgres, connId: shop, table: orders }
                  destination: { type: parquet, path: out }
                """);

        ConfigNode.Mapping shop = Objects.requireNonNull(recipe.connections().mapping("shop"));
        assertThat(shop.keys()).containsExactlyInAnyOrder("type", "host", "ssl_mode", "password", "user");
        assertThat(shop.text("password")).isEqualTo("${secret:shop-db/pw}");
        assertThat(shop.text("user")).isEqualTo("${secret:shop-db/user}");
    }

    @Test
    void runsInAFileOfManifestsArePassedOver() {
        Recipe recipe = read("""
                apiVersion: datacook.dev/v1alpha1
                kind: RecipeRun
                metadata: { name: again }
                spec: { recipeRef: { name: load-orders } }
                ---
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: load-orders }
                spec: { source: { type: csv, path: in.csv }, destination: { type: parquet, path: out } }
                """);

        assertThat(recipe.name()).isEqualTo("load-orders");
    }

    private static Recipe read(String text) {
        return RecipeFiles.read(text, "text", null, ENVIRONMENT).orThrow();
    }
}
