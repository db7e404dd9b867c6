package io.datacook.operator.api;

/// Manifests that several tests apply.
final class Texts {
    /// A connection whose password stands in a Secret.
    static final String SHOP = """
            apiVersion: datacook.dev/v1alpha1
            kind: Connection
            metadata: { name: shop }
            spec:
              type: postgres
              config: { host: db, database: shop, user: reader }
              secretKeys: { password: { name: shop-db, key: pw } }
            """;

    private Texts() {}

    /// A recipe that uses it.
    ///
    /// @param more lines of its spec, not indented
    static String recipe(String name, String more) {
        return """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: %s }
                spec:
                  source: { type: postgres, connId: shop, table: public.orders }
                  destination: { type: parquet, path: "s3://lake/orders" }
                """.formatted(name) + more.indent(2);
    }
}
