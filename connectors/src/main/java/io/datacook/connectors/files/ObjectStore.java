package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.Secret;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where paths that begin with `s3://` lead, and who asks there: the options that all file connectors share.
///
/// @param endpoint `https://host:port` of a store that is not Amazon's, or `null`
/// @param region the bucket's, or `null` for the one of the environment or the profile
/// @param accessKeyId the access key's id, or `null` for the SDK's own chain of credentials
/// @param secretAccessKey the access key's secret
/// @param sessionToken goes with temporary keys
/// @param pathStyle where the bucket's name stands in requests
public record ObjectStore(
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
        PathStyle pathStyle) {
    /// How every path into a bucket begins.
    public static final String SCHEME = "s3://";

    /// Amazon S3, with region and credentials as the SDK finds them.
    public static final ObjectStore AMAZON = new ObjectStore(null, null, null, null, null, PathStyle.AUTO);

    /// Whether a path leads into a bucket.
    public static boolean isObjectPath(String path) {
        return path.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /// Where the bucket's name stands in requests.
    public enum PathStyle {
        /// In the path if `endpoint` is given, in the host's name otherwise.
        AUTO,
        /// In the path: `https://host/bucket/key`.
        ALWAYS,
        /// In the host's name: `https://bucket.host/key`.
        NEVER
    }

    /// Refuses values that no store could take.
    ///
    /// @param section `source` or `destination`
    /// @param path the file, the folder, the pattern or the prefix that stands beside these options
    /// @throws DatacookException `RECIPE_INVALID`
    public void check(String section, String path) {
        if (!isObjectPath(path)) {
            String scheme = path.contains("://") ? path.substring(0, path.indexOf("://")) : "";
            if (scheme.matches("[A-Za-z][A-Za-z0-9+.-]*")) {
                throw invalid(section
                        + ".path begins with %s://, which is no storage that is known; write s3://"
                                .formatted(scheme.toLowerCase(Locale.ROOT))
                        + "bucket/prefix or a path of this machine");
            }
            if (endpoint != null
                    || region != null
                    || accessKeyId != null
                    || secretAccessKey != null
                    || sessionToken != null) {
                throw invalid(
                        "%s has endpoint, region or keys of an object store, and its path '%s' is on this machine; "
                                        .formatted(section, path)
                                + "write s3://bucket/prefix, or take them away");
            }
            return;
        }
        if ((accessKeyId == null) != (secretAccessKey == null)) {
            throw invalid("%s has only one of access_key_id and secret_access_key; give both, or neither to take the "
                            .formatted(section)
                    + "credentials of the environment");
        }
        if (sessionToken != null && accessKeyId == null) {
            throw invalid(section + ".session_token goes with access_key_id and secret_access_key; give all three");
        }
        if (endpoint != null && !endpoint.matches("https?://[^/@\\s]+/?")) {
            throw invalid("%s.endpoint must be http://host:port or https://host:port, without a path, not '%s'"
                    .formatted(section, endpoint.replaceAll("//[^/]*@", "//")));
        }
    }

    private static DatacookException invalid(String message) {
        return new DatacookException(ErrorCode.RECIPE_INVALID, message);
    }
}
