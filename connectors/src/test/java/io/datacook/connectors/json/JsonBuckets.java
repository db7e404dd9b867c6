package io.datacook.connectors.json;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.Secret;
import io.datacook.api.Source;
import io.datacook.connectors.files.ObjectStoreOptions.PathStyle;
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
        JsonDestinationOptions plain = JsonDestinationOptions.of(path);
        return JsonDestinationTest.open(
                new JsonDestinationOptions(
                        plain.path(),
                        plain.layout(),
                        plain.compression(),
                        plain.nulls(),
                        plain.fileSize(),
                        endpoint,
                        "us-east-1",
                        keyId,
                        Secret.of(secret),
                        null,
                        PathStyle.AUTO),
                context);
    }

    /// A source with the server's own keys.
    public static Source read(String path, ConnectorContext context) {
        return read(path, S3Server.endpoint(), S3Server.KEY_ID, S3Server.SECRET, context);
    }

    /// A source of any store with any keys.
    public static Source read(String path, String endpoint, String keyId, String secret, ConnectorContext context) {
        JsonSourceOptions plain = JsonSourceOptions.of(path);
        return JsonSource.open(
                new JsonSourceOptions(
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
                        endpoint,
                        "us-east-1",
                        keyId,
                        Secret.of(secret),
                        null,
                        PathStyle.AUTO),
                context);
    }
}
