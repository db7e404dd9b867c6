package io.datacook.connectors.parquet;

import io.datacook.api.Option;
import io.datacook.api.Secret;
import io.datacook.connectors.files.ObjectStoreOptions;
import org.jspecify.annotations.Nullable;

/// Options of `source: { type: parquet, … }`.
///
/// @param path a file, a folder or a pattern
/// @param endpoint of an object store that is not Amazon's
/// @param region of the bucket
/// @param accessKeyId of the access key
/// @param secretAccessKey of the access key
/// @param sessionToken of temporary keys
/// @param pathStyle where the bucket's name stands in requests
public record ParquetSourceOptions(
        @Option(
                value = "Files to read, relative to the recipe's folder: a file, a folder with all its .parquet files, "
                        + "or a pattern with `*`, `**`, `?`, `[a-c]`, `{a,b}`.",
                examples = {"data/orders.parquet", "data/lineitem", "s3://lake/**/part-*.parquet"})
        String path,

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
    /// Options of files of this machine.
    public ParquetSourceOptions(String path) {
        this(path, null, null, null, null, null, PathStyle.AUTO);
    }
}
