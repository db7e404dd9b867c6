package io.datacook.connectors.json;

import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import io.datacook.api.Secret;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.ObjectStoreOptions;
import org.jspecify.annotations.Nullable;

/// How to write JSON files.
///
/// @param path a folder or a file
/// @param layout lines or one array
/// @param compression of the files
/// @param nulls whether nulls are written
/// @param fileSize when a file in a folder is ended
/// @param endpoint of an object store that is not Amazon's
/// @param region of the bucket
/// @param accessKeyId of the access key
/// @param secretAccessKey of the access key
/// @param sessionToken of temporary keys
/// @param pathStyle where the bucket's name stands in requests
public record JsonDestinationOptions(
        @Option(
                value = "A folder, or one file if it ends in .json, .ndjson or .jsonl (with .gz or .zst where "
                        + "compressed), relative to the recipe's folder.",
                examples = {"out/events", "out/events.ndjson", "s3://lake/events"})
        String path,

        @Option(value = "`lines` writes one object in each line, `array` one array.", defaultValue = "lines")
        Layout layout,

        @Option(value = "none, gzip or zstd; `auto` goes by the end of `path`.", defaultValue = "auto")
        FileCompression compression,

        @Option(value = "Whether fields that are null are written; otherwise they are left out.", defaultValue = "true")
        boolean nulls,

        @Option(value = "A file in a folder is ended once it has this size.", defaultValue = "128MiB")
        ByteSize fileSize,

        @Option(
                value = "Where a path that begins with s3:// leads, if not to Amazon S3: the store's "
                        + "http:// or https:// address.",
                examples = "https://minio.example.com:9000")
        @Nullable
        String endpoint,

        @Option(
                value = "The bucket's region, for s3://; if left out that of the environment or the AWS profile, and "
                        + "us-east-1 where endpoint is given.",
                examples = "eu-central-1")
        @Nullable
        String region,

        @Option(
                value = "The access key's id, for s3://; if left out the AWS chain of credentials is asked: "
                        + "environment, web identity, profile, instance.",
                examples = "${env:AWS_ACCESS_KEY_ID}")
        @Nullable
        String accessKeyId,

        @Option(value = "The access key's secret, for s3://.", examples = "${env:AWS_SECRET_ACCESS_KEY}") @Nullable
        Secret secretAccessKey,

        @Option(value = "The token that goes with temporary keys, for s3://.", examples = "${env:AWS_SESSION_TOKEN}")
        @Nullable
        Secret sessionToken,

        @Option(
                value = "Where the bucket's name stands, for s3://: `always` in the path, `never` (in the "
                        + "host's name), `auto` in the path if endpoint is given.",
                defaultValue = "auto")
        PathStyle pathStyle)
        implements ObjectStoreOptions {
    /// Where the rows stand in a file.
    public enum Layout {
        /// One object in each line.
        LINES,
        /// The elements of one array.
        ARRAY
    }

    public JsonDestinationOptions {
        if (fileSize.bytes() < 1) {
            throw new IllegalArgumentException("file_size must be at least 1 byte");
        }
    }

    /// Options of files of this machine.
    public JsonDestinationOptions(
            String path, Layout layout, FileCompression compression, boolean nulls, ByteSize fileSize) {
        this(path, layout, compression, nulls, fileSize, null, null, null, null, null, PathStyle.AUTO);
    }

    /// Options that write lines to a path.
    public static JsonDestinationOptions of(String path) {
        return new JsonDestinationOptions(path, Layout.LINES, FileCompression.AUTO, true, new ByteSize(128 << 20));
    }
}
