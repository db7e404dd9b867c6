package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.ObjectStore;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The few requests that are made of one bucket, with errors users can act on.
///
/// **Threading:** safe for all threads. The client is its owner's to close.
///
/// @param client sends the requests
/// @param name the bucket's
/// @param store where requests go, as errors name it
/// @param use what for
record Bucket(S3Client client, String name, String store, S3Errors.Use use) {
    /// More objects than this under one prefix are refused.
    static final int OBJECTS_MAX = 1_000_000;

    /// The user metadata that tells which upload an object came from.
    static final String MARK = "datacook-commit";

    /// An object as a listing or a look at it tells.
    ///
    /// @param modified milliseconds since 1970, in whole seconds, since stores differ below that
    /// @param etag changes with the content
    record Entry(String key, long bytes, long modified, String etag) {}

    /// An upload that is not completed.
    record Upload(String key, String id) {}

    /// How deep a listing goes.
    enum Depth {
        /// Keys without another `/` behind the prefix.
        FLAT,
        /// All keys.
        DEEP
    }

    /// How errors name an object.
    String place(String key) {
        return ObjectStore.SCHEME + name + "/" + key;
    }

    /// The objects under a prefix, sorted by key.
    List<Entry> list(String prefix, Depth depth) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(name)
                .prefix(prefix)
                .delimiter(depth == Depth.FLAT ? "/" : null)
                .build();
        return tell("cannot list " + place(prefix), () -> {
            List<Entry> found = new ArrayList<>();
            client.listObjectsV2Paginator(request).contents().forEach(object -> {
                if (found.size() >= OBJECTS_MAX) {
                    throw new DatacookException(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "%s holds more than %d objects; narrow the path".formatted(place(prefix), OBJECTS_MAX));
                }
                found.add(new Entry(
                        object.key(),
                        object.size(),
                        object.lastModified().truncatedTo(ChronoUnit.SECONDS).toEpochMilli(),
                        object.eTag()));
            });
            found.sort(java.util.Comparator.comparing(Entry::key));
            return found;
        });
    }

    /// One object, or `null` if there is none.
    @Nullable
    Entry find(String key) {
        HeadObjectResponse head = head(key);
        return head == null
                ? null
                : new Entry(
                        key,
                        head.contentLength(),
                        head.lastModified().truncatedTo(ChronoUnit.SECONDS).toEpochMilli(),
                        head.eTag());
    }

    /// What the store knows of one object, or `null` if there is none.
    @Nullable
    HeadObjectResponse head(String key) {
        return this.<@Nullable HeadObjectResponse>tell("cannot look at " + place(key), () -> {
            try {
                return client.headObject(request -> request.bucket(name).key(key));
            } catch (S3Exception failure) {
                if (failure.statusCode() == 404 && !S3Errors.code(failure).equals("NoSuchBucket")) {
                    return null;
                }
                throw failure;
            }
        });
    }

    /// Opens a range of an object that still has its content.
    ///
    /// @param to the offset to stop at, above `from`
    ResponseInputStream<GetObjectResponse> get(Entry object, long from, long to) {
        return tell(
                "cannot read " + place(object.key()),
                () -> client.getObject(request -> request.bucket(name)
                        .key(object.key())
                        .range("bytes=%d-%d".formatted(from, to - 1))
                        .ifMatch(object.etag())));
    }

    /// Puts a small object; what was there under this key is gone.
    void put(String key, byte[] content) {
        tell(
                "cannot write " + place(key),
                () -> client.putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content)));
    }

    /// Removes an object; no failure if it is not there.
    void delete(String key) {
        tell(
                "cannot remove " + place(key),
                () -> client.deleteObject(request -> request.bucket(name).key(key)));
    }

    /// Begins an upload.
    ///
    /// @param mark what the object's metadata will tell of it
    /// @return the upload's id
    String beginUpload(String key, String mark) {
        return tell(
                "cannot begin to write " + place(key),
                () -> client.createMultipartUpload(
                                request -> request.bucket(name).key(key).metadata(Map.of(MARK, mark)))
                        .uploadId());
    }

    /// Uploads a part; the store compares its MD5.
    ///
    /// @param number from 1
    /// @return the part's tag
    String uploadPart(Upload upload, int number, ByteBuffer content, byte[] md5) {
        int length = content.remaining();
        return plain(tell(
                "cannot write part %d of %s".formatted(number, place(upload.key())),
                () -> client.uploadPart(
                                request -> request.bucket(name)
                                        .key(upload.key())
                                        .uploadId(upload.id())
                                        .partNumber(number)
                                        .contentLength((long) length)
                                        .contentMD5(Base64.getEncoder().encodeToString(md5)),
                                RequestBody.fromContentProvider(
                                        () -> new BufferStream(content.duplicate()),
                                        length,
                                        "application/octet-stream"))
                        .eTag()));
    }

    /// The parts of an upload in order, or `null` if there is no such upload any more.
    @Nullable
    List<Part> parts(Upload upload) {
        return this.<@Nullable List<Part>>tell("cannot list the parts of " + place(upload.key()), () -> {
            try {
                return client
                        .listPartsPaginator(request ->
                                request.bucket(name).key(upload.key()).uploadId(upload.id()))
                        .parts()
                        .stream()
                        .toList();
            } catch (S3Exception failure) {
                requireNoUpload(failure);
                return null;
            }
        });
    }

    /// Makes an object of an upload.
    ///
    /// @return whether there was such an upload; if not, somebody completed it, or aborted it
    boolean complete(Upload upload, List<Part> parts) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.partNumber())
                        .eTag(part.eTag())
                        .build())
                .toList();
        return tell("cannot publish " + place(upload.key()), () -> {
            try {
                client.completeMultipartUpload(request -> request.bucket(name)
                        .key(upload.key())
                        .uploadId(upload.id())
                        .multipartUpload(all -> all.parts(completed)));
                return true;
            } catch (S3Exception failure) {
                requireNoUpload(failure);
                return false;
            }
        });
    }

    /// Drops an upload with all its parts; no failure if it is not there.
    void abort(Upload upload) {
        tell("cannot abort the upload of " + place(upload.key()), () -> {
            try {
                client.abortMultipartUpload(
                        request -> request.bucket(name).key(upload.key()).uploadId(upload.id()));
            } catch (S3Exception failure) {
                requireNoUpload(failure);
            }
            return true;
        });
    }

    /// Drops an upload if the store answers: what stays is found by the next run or the bucket's lifecycle rule.
    void abortQuietly(Upload upload) {
        try {
            abort(upload);
        } catch (DatacookException left) {
            // nothing refers to it, and no reader sees it
        }
    }

    /// Uploads under a prefix that are not completed. MinIO tells of none unless the prefix is a whole key.
    List<Upload> uploads(String prefix) {
        return tell("cannot list uploads under " + place(prefix), () -> {
            List<Upload> found = new ArrayList<>();
            for (MultipartUpload upload : client.listMultipartUploadsPaginator(
                            request -> request.bucket(name).prefix(prefix))
                    .uploads()) {
                if (upload.key().startsWith(prefix)) {
                    found.add(new Upload(upload.key(), upload.uploadId()));
                }
            }
            return found;
        });
    }

    /// A tag without the quotes that some answers put around it.
    static String plain(String etag) {
        return etag.replace("\"", "");
    }

    /// Passes over the one answer that tells that there is no such upload.
    private static void requireNoUpload(S3Exception failure) {
        if (!(failure instanceof NoSuchUploadException)
                && !S3Errors.code(failure).equals("NoSuchUpload")) {
            throw failure;
        }
    }

    private <T extends @Nullable Object> T tell(String doing, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw S3Errors.translate(doing, store, use, failure);
        }
    }
}
