package io.datacook.connectors.files.storage;

import io.datacook.api.ConnectorContext;
import io.datacook.connectors.files.LocalStorage;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.Storage;
import io.datacook.connectors.files.s3.S3Storage;

/// The storage of a path: a bucket if it begins with `s3://`, this machine otherwise. Stateless.
///
/// Nothing of the S3 client is loaded before the first path into a bucket.
public final class Storages {
    private Storages() {}

    /// For a source's `path`; closed by the source. Contacts nobody.
    ///
    /// @throws io.datacook.api.DatacookException `RECIPE_INVALID` if path and options do not fit
    public static Storage source(String path, ObjectStore store, ConnectorContext context) {
        return open("source", path, store, context);
    }

    /// For a destination's `path`; closed by the destination. Contacts nobody.
    ///
    /// @throws io.datacook.api.DatacookException `RECIPE_INVALID` if path and options do not fit
    public static Storage destination(String path, ObjectStore store, ConnectorContext context) {
        return open("destination", path, store, context);
    }

    private static Storage open(String section, String path, ObjectStore store, ConnectorContext context) {
        store.check(section, path);
        return ObjectStore.isObjectPath(path)
                ? S3Storage.open(path, store, context)
                : new LocalStorage(context.folder());
    }
}
