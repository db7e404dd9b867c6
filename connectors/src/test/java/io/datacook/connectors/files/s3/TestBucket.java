package io.datacook.connectors.files.s3;

import io.datacook.api.Secret;
import io.datacook.testkit.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket of the test server, seen by a client that is none of the connector's.
public final class TestBucket {
    private static final S3Client CLIENT = S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .endpointOverride(URI.create(S3Server.endpoint()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.KEY_ID, S3Server.SECRET)))
            .build();

    private final String name = S3Server.freshBucket().name();

    /// For options of connectors.
    public static Secret secret() {
        return Secret.of(S3Server.SECRET);
    }

    /// `s3://bucket/key`.
    public String path(String key) {
        return "s3://" + name + "/" + key;
    }

    /// The keys of all objects, sorted.
    public List<String> keys() {
        return CLIENT.listObjectsV2Paginator(request -> request.bucket(name)).contents().stream()
                .map(S3Object::key)
                .sorted()
                .toList();
    }

    /// The keys of uploads that are not completed.
    public List<String> uploads() {
        return CLIENT.listMultipartUploads(request -> request.bucket(name)).uploads().stream()
                .map(MultipartUpload::key)
                .sorted()
                .toList();
    }

    /// Puts an object.
    public void put(String key, Path file) {
        CLIENT.putObject(request -> request.bucket(name).key(key), file);
    }

    /// Removes an object.
    public void delete(String key) {
        CLIENT.deleteObject(request -> request.bucket(name).key(key));
    }

    /// Drops all uploads, as a lifecycle rule does.
    public void abortUploads() {
        for (MultipartUpload upload :
                CLIENT.listMultipartUploads(request -> request.bucket(name)).uploads()) {
            CLIENT.abortMultipartUpload(
                    request -> request.bucket(name).key(upload.key()).uploadId(upload.uploadId()));
        }
    }

    /// Puts a file, or a folder's files, under their names below a folder.
    public void upload(Path folder, String name) {
        Path from = folder.resolve(name);
        if (!Files.exists(from)) {
            return;
        }
        for (Path file : files(from)) {
            put(folder.relativize(file).toString(), file);
        }
    }

    /// Exchanges a folder's content for the objects under a prefix of the same name.
    public void download(Path folder, String name) {
        Path into = folder.resolve(name);
        try {
            if (Files.isDirectory(into)) {
                for (Path old : files(into)) {
                    Files.delete(old);
                }
            }
            for (String key : keys()) {
                if (key.startsWith(name + "/")) {
                    Path file = folder.resolve(key);
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    CLIENT.getObject(request -> request.bucket(this.name).key(key), file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Path> files(Path from) {
        try (Stream<Path> found = Files.walk(from)) {
            return new ArrayList<>(found.filter(Files::isRegularFile).toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
