package io.datacook.connectors.json;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.Secret;
import io.datacook.api.Source;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.ObjectStore.PathStyle;
import io.datacook.testkit.S3Server;

/// JSON in buckets of the test server, for tests of what all formats share.
public final class JsonBuckets {
    private JsonBuckets() {}

    /// A destination with the server's own keys.
    public static Destination open(String path, ConnectorContext context) {
        return open(path, S3Server.endpoint(), S3Server.KEY_ID, S3Server.SECRET, context);
    }

    /// A destination of any store with any keys.
    public static Destination open(
            String path, String endpoint, String keyId, String secret, ConnectorContext context) {
        return JsonDestinationTest.open(in(store(endpoint, keyId, secret), JsonDestinationOptions.of(path)), context);
    }

    /// A source with the server's own keys.
    public static Source read(String path, ConnectorContext context) {
        return read(path, S3Server.endpoint(), S3Server.KEY_ID, S3Server.SECRET, context);
    }

    /// A source of any store with any keys.
    public static Source read(String path, String endpoint, String keyId, String secret, ConnectorContext context) {
        return JsonSource.open(in(store(endpoint, keyId, secret), JsonSourceOptions.of(path)), context);
    }

    /// The same options for another store.
    static JsonDestinationOptions in(ObjectStore store, JsonDestinationOptions plain) {
        return new JsonDestinationOptions(
                plain.path(), plain.layout(), plain.compression(), plain.nulls(), plain.fileSize(), store);
    }

    /// The same options for another store.
    static JsonSourceOptions in(ObjectStore store, JsonSourceOptions plain) {
        return new JsonSourceOptions(
                plain.path(),
                plain.layout(),
                plain.recordsPath(),
                plain.columns(),
                plain.unknownFields(),
                plain.detectTimes(),
                plain.encoding(),
                plain.compression(),
                plain.sampleBytes(),
                plain.recordBytesMax(),
                store);
    }

    private static ObjectStore store(String endpoint, String keyId, String secret) {
        return new ObjectStore(endpoint, "us-east-1", keyId, Secret.of(secret), null, PathStyle.AUTO);
    }
}
