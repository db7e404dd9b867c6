package io.datacook.connectors.files.s3;

import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.FileTarget;
import io.datacook.connectors.files.GlobPattern;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.Storage;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;

/// Buckets of one store. Holds a client, whose connections it closes.
public final class S3Storage implements Storage {
    /// So that a file of parts of the smallest size stays below their greatest number.
    private static final long FILE_BYTES_MAX = 32L << 30;

    private final S3Client client;
    private final String store;
    private final int lanesMax;

    private S3Storage(S3Client client, String store, int lanesMax) {
        this.client = client;
        this.store = store;
        this.lanesMax = lanesMax;
    }

    /// Makes a client; contacts nobody.
    ///
    /// @param path for messages
    /// @throws DatacookException `RECIPE_INVALID` if no region is found
    public static S3Storage open(String path, ObjectStore store, ConnectorContext context) {
        String name = store.endpoint() == null ? "Amazon S3" : store.endpoint();
        return new S3Storage(S3Clients.open(path, store, S3Errors.Use.READ), name, context.lanesMax());
    }

    @Override
    public List<SourceFile> find(String path, List<String> extensions) {
        S3Path at = S3Path.parse(path);
        Bucket bucket = bucket(at, S3Errors.Use.READ);
        if (GlobPattern.isGlob(at.key())) {
            GlobPattern glob = GlobPattern.parse(at.toString());
            int start = glob.root().length() - at.toString().length() + at.key().length();
            return files(
                    bucket,
                    literal(at.key()),
                    key -> isSeen(key.substring(start), ".") && glob.matches(bucket.place(key)),
                    "no object matches '%s'".formatted(path));
        }
        Bucket.Entry exact = at.key().isEmpty() || at.key().endsWith("/") ? null : bucket.find(at.key());
        if (exact != null) {
            return List.of(S3Object.file(bucket, exact));
        }
        String prefix = at.prefix();
        return files(
                bucket,
                prefix,
                key -> isSeen(key.substring(prefix.length()), "_") && hasExtension(key, extensions),
                "there is no object '%s', and none below it that ends in .%s"
                        .formatted(path, String.join(" or .", extensions)));
    }

    @Override
    public SourceFile file(String name) {
        S3Path at = S3Path.parse(name);
        Bucket bucket = bucket(at, S3Errors.Use.READ);
        Bucket.Entry found = bucket.find(at.key());
        if (found == null) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING,
                    "%s is not there any more; bring it back to finish the load, or run `datacook state reset`"
                            .formatted(name));
        }
        return S3Object.file(bucket, found);
    }

    @Override
    public FileTarget target(String path, String extension, ByteSize fileSize) {
        S3Path at = S3Path.parse(path);
        if (at.key().toLowerCase(Locale.ROOT).endsWith("." + extension)) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    ("destination.path '%s' names one object, and rows go to a bucket as several; leave .%s out, and "
                                    + "files are written below that prefix")
                            .formatted(path, extension));
        }
        if (fileSize.bytes() > FILE_BYTES_MAX) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "destination.file_size is %s; in a bucket it is %s at most"
                            .formatted(fileSize, new ByteSize(FILE_BYTES_MAX)));
        }
        return new PrefixTarget(
                bucket(at, S3Errors.Use.WRITE), at.prefix(), extension, path, fileSize.bytes(), lanesMax);
    }

    @Override
    public void close() {
        client.close();
    }

    private Bucket bucket(S3Path at, S3Errors.Use use) {
        return new Bucket(client, at.bucket(), store, use);
    }

    private static List<SourceFile> files(Bucket bucket, String prefix, Predicate<String> wanted, String missing) {
        List<SourceFile> found = bucket.list(prefix, Bucket.Depth.DEEP).stream()
                .filter(entry -> !entry.key().endsWith("/") && wanted.test(entry.key()))
                .map(entry -> S3Object.file(bucket, entry))
                .toList();
        if (found.isEmpty()) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING, "source.path: %s; check bucket, path and `endpoint`".formatted(missing));
        }
        return found;
    }

    /// The part of a pattern before its first wildcard, to list no more than needed.
    private static String literal(String pattern) {
        int wild = 0;
        while (!GlobPattern.isGlob(pattern.substring(wild, wild + 1)) && pattern.charAt(wild) != '\\') {
            wild++;
        }
        return pattern.substring(0, wild);
    }

    /// Whether no part of a path says that it is hidden.
    private static boolean isSeen(String path, String hiddenToo) {
        for (String part : path.split("/", -1)) {
            if (part.startsWith(".") || part.startsWith(hiddenToo)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasExtension(String key, List<String> extensions) {
        String name = key.toLowerCase(Locale.ROOT);
        return extensions.stream().anyMatch(extension -> name.endsWith("." + extension));
    }
}
