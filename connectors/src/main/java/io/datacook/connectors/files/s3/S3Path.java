package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.ObjectStore;

/// `s3://bucket/key`, taken apart.
///
/// @param bucket the bucket's name
/// @param key what follows it, maybe empty
record S3Path(String bucket, String key) {
    /// Takes a path apart.
    ///
    /// @throws DatacookException `RECIPE_INVALID` if there is no bucket
    static S3Path parse(String path) {
        String rest = path.substring(ObjectStore.SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,254}")) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "path '%s' names no bucket; write s3://bucket/prefix, the bucket without wildcards"
                            .formatted(path));
        }
        return new S3Path(bucket, slash < 0 ? "" : rest.substring(slash + 1));
    }

    /// The key as a folder's: empty, or ending in `/`.
    String prefix() {
        return key.isEmpty() || key.endsWith("/") ? key : key + "/";
    }

    @Override
    public String toString() {
        return ObjectStore.SCHEME + bucket + "/" + key;
    }
}
