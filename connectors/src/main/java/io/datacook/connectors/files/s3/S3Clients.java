package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.connectors.files.ObjectStore;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Makes clients from options. Stateless.
final class S3Clients {
    private static final int ATTEMPTS_MAX = 5;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);
    private static final Duration CALL_MAX = Duration.ofMinutes(10);

    private S3Clients() {}

    /// A client; contacts nobody. The caller closes it.
    ///
    /// @param path for messages
    /// @throws DatacookException `RECIPE_INVALID` if no region is found
    static S3Client open(String path, ObjectStore store, S3Errors.Use use) {
        String endpoint = store.endpoint();
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_MAX)
                        .socketTimeout(SILENCE_MAX))
                .credentialsProvider(credentials(store))
                // checksums of the newer kind are not known to every store; parts carry an MD5 instead
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // the JDK's client waits seconds for stores that do not answer it
                .serviceConfiguration(configuration -> configuration.expectContinueEnabled(false))
                .forcePathStyle(
                        switch (store.pathStyle()) {
                            case AUTO -> endpoint != null;
                            case ALWAYS -> true;
                            case NEVER -> false;
                        })
                .overrideConfiguration(configuration -> configuration
                        .apiCallTimeout(CALL_MAX)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS_MAX)
                                .build()));
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        String region = region(store.region(), endpoint);
        if (region != null) {
            builder.region(Region.of(region));
        }
        try {
            return builder.build();
        } catch (SdkClientException failure) {
            throw S3Errors.translate("cannot reach " + path, "Amazon S3", use, failure);
        }
    }

    /// `null` lets the SDK look: environment, profile, instance.
    private static @Nullable String region(@Nullable String given, @Nullable String endpoint) {
        if (given != null || endpoint == null) {
            return given;
        }
        String fromEnvironment = System.getenv("AWS_REGION");
        return fromEnvironment == null || fromEnvironment.isBlank() ? "us-east-1" : fromEnvironment;
    }

    private static AwsCredentialsProvider credentials(ObjectStore store) {
        if (store.accessKeyId() == null || store.secretAccessKey() == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        String id = store.accessKeyId();
        String secret = store.secretAccessKey().reveal();
        AwsCredentials credentials = store.sessionToken() == null
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, store.sessionToken().reveal());
        return StaticCredentialsProvider.create(credentials);
    }
}
