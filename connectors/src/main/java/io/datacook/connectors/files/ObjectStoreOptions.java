package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Secret;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the options of all file connectors share for paths that begin with `s3://`. Each record's components answer
/// these.
public interface ObjectStoreOptions {
    /// How every path into a bucket begins.
    String SCHEME = "s3://";

    /// Whether a path leads into a bucket.
    static boolean isObjectPath(String path) {
        return path.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /// The file, the folder, the pattern or the prefix.
    String path();

    /// `https://host:port` of a store that is not Amazon's, or `null`.
    @Nullable
    String endpoint();

    /// The region, or `null` for the one of the environment or the profile.
    @Nullable
    String region();

    /// The access key's id, or `null` for the SDK's own chain of credentials.
    @Nullable
    String accessKeyId();

    /// The access key's secret.
    @Nullable
    Secret secretAccessKey();

    /// The token that goes with temporary keys.
    @Nullable
    Secret sessionToken();

    /// Where the bucket's name stands in requests.
    PathStyle pathStyle();

    /// Where the bucket's name stands in requests.
    enum PathStyle {
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
    default void checkObjectStore(String section) {
        boolean any = endpoint() != null || region() != null || accessKeyId() != null || secretAccessKey() != null;
        if (!isObjectPath(path())) {
            String scheme = path().contains("://") ? path().substring(0, path().indexOf("://")) : "";
            if (scheme.matches("[A-Za-z][A-Za-z0-9+.-]*")) {
                throw invalid(section
                        + ".path begins with %s://, which is no storage that is known; write s3://"
                                .formatted(scheme.toLowerCase(Locale.ROOT))
                        + "bucket/prefix or a path of this machine");
            }
            if (any || sessionToken() != null) {
                throw invalid(
                        "%s has endpoint, region or keys of an object store, and its path '%s' is on this machine; "
                                        .formatted(section, path())
                                + "write s3://bucket/prefix, or take them away");
            }
            return;
        }
        if ((accessKeyId() == null) != (secretAccessKey() == null)) {
            throw invalid("%s has only one of access_key_id and secret_access_key; give both, or neither to take the "
                            .formatted(section)
                    + "credentials of the environment");
        }
        if (sessionToken() != null && accessKeyId() == null) {
            throw invalid(section + ".session_token goes with access_key_id and secret_access_key; give all three");
        }
        String endpoint = endpoint();
        if (endpoint != null && !endpoint.matches("https?://[^/@\\s]+/?")) {
            throw invalid("%s.endpoint must be http://host:port or https://host:port, without a path, not '%s'"
                    .formatted(section, endpoint.replaceAll("//[^/]*@", "//")));
        }
    }

    private static DatacookException invalid(String message) {
        return new DatacookException(ErrorCode.RECIPE_INVALID, message);
    }
}
