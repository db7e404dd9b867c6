package io.datacook.connectors.files.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Split;
import io.datacook.connectors.json.JsonBuckets;
import io.datacook.testkit.S3Server;
import io.datacook.testkit.SourceHand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Which objects a path names, and what users are told when a store refuses or is silent.
class S3AccessTest {
    private final TestBucket bucket = new TestBucket();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void needsAServer() {
        S3Server.assumeThere();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a/1.ndjson        | 1
            a                 | 1 2 3 4
            a/                | 1 2 3 4
            a/*.ndjson        | 1 2 4
            a/**/*.ndjson     | 1 2 3 4 8
            a/{1,4}.ndjson    | 1 4
            **/[1-3].ndjson   | 1 2 3
            b*/*.ndjson       | 5
            """)
    void aPathNamesObjectsAsItNamesFiles(String path, String ids) throws IOException {
        put("a/1.ndjson", 1);
        put("a/2.ndjson", 2);
        put("a/deep/3.ndjson", 3);
        put("a/4.ndjson", 4);
        put("b1/5.ndjson", 5);
        put("a/readme.txt", 6);
        put("a/.hidden/7.ndjson", 7);
        put("a/_part/8.ndjson", 8);
        put("a/.9.ndjson", 9);

        assertThat(read(bucket.path(path)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ids.split(" ")).map(Long::valueOf).toList());
    }

    @Test
    void anObjectThatIsExchangedWhileItIsReadIsNoticed() throws IOException {
        // Given
        put("changing.ndjson", 1);
        try (SourceHand hand = open(bucket.path("changing.ndjson"))) {
            ReadRequest request = hand.request();
            Split split = hand.source().splits(request).getFirst();

            // When
            put("changing.ndjson", 23);

            // Then
            DatacookException changed = refused(() -> hand.read(request, split, Position.START));
            assertThat(changed.code()).isEqualTo(ErrorCode.STATE_INVALID);
            assertThat(changed).hasMessageContaining("changing.ndjson").hasMessageContaining("datacook state reset");
        }
    }

    @Test
    void aMissingBucketIsNamed() {
        assertThat(refused(() -> open("s3://no-such-bucket-here/a/*.ndjson")))
                .satisfies(missing -> assertThat(missing.code()).isEqualTo(ErrorCode.STREAM_MISSING))
                .hasMessageContaining("no-such-bucket-here")
                .hasMessageContaining("NoSuchBucket")
                .hasMessageContaining("create the bucket");
    }

    @Test
    void wrongKeysAreRefusedWithoutBeingShown() throws IOException {
        put("a.ndjson", 1);

        assertSecretive(
                refused(() -> open(bucket.path("a.ndjson"), S3Server.endpoint(), S3Server.KEY_ID, "wr0ng-s3cret")));
        assertSecretive(refused(() -> open(bucket.path("*.ndjson"), S3Server.endpoint(), "nobody", "wr0ng-s3cret")));
    }

    private static void assertSecretive(DatacookException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        StringWriter whole = new StringWriter();
        refused.printStackTrace(new PrintWriter(whole));
        assertThat(whole.toString()).doesNotContain("wr0ng-s3cret");
    }

    @Test
    void aStoreThatIsNotThereIsNamedWithWhatToCheck() {
        String nowhere = "http://127.0.0.1:1";

        assertThat(refused(() -> open(bucket.path("a.ndjson"), nowhere, S3Server.KEY_ID, S3Server.SECRET)))
                .satisfies(silent -> assertThat(silent.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE))
                .hasMessageContaining(nowhere)
                .hasMessageContaining("check `endpoint`");
    }

    /// Answers of stores that the test's own does not give.
    @ParameterizedTest
    @CsvSource(textBlock = """
            301, PermanentRedirect,            RECIPE_INVALID,          set `region`
            400, AuthorizationHeaderMalformed, RECIPE_INVALID,          set `region`
            403, RequestTimeTooSkewed,         ACCESS_DENIED,           clock
            403, InvalidAccessKeyId,           ACCESS_DENIED,           access_key_id
            400, ExpiredToken,                 ACCESS_DENIED,           temporary keys
            403, AccessDenied,                 ACCESS_DENIED,           s3:ListMultipartUploadParts
            503, SlowDown,                     DESTINATION_UNREACHABLE, run again
            500, InternalError,                DESTINATION_UNREACHABLE, run again
            507, XMinioStorageFull,            RESOURCE_EXHAUSTED,      make room
            412, PreconditionFailed,           STATE_INVALID,           datacook state reset
            501, NotImplemented,               DESTINATION_UNREACHABLE, run again
            405, MethodNotAllowed,             RECIPE_UNSUPPORTED,      documentation
            """)
    void everyAnswerHasItsCodeAndItsNextStep(int status, String answer, ErrorCode code, String next) {
        S3Exception failure = (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(answer)
                        .errorMessage("said the store")
                        .build())
                .build();

        assertThat(S3Errors.translate("cannot publish s3://b/k", "http://store", S3Errors.Use.WRITE, failure))
                .satisfies(told -> assertThat(told.code()).isEqualTo(code))
                .hasMessageContaining("cannot publish s3://b/k: http://store answered %d %s: said the store"
                        .formatted(status, answer))
                .hasMessageContaining(next);
    }

    @Test
    void absentCredentialsAndRegionsAreTold() {
        assertThat(S3Errors.translate(
                        "cannot list s3://b/",
                        "Amazon S3",
                        S3Errors.Use.READ,
                        SdkClientException.create("Unable to load credentials from any of the providers in the chain")))
                .satisfies(told -> assertThat(told.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                .hasMessageContaining("give access_key_id and secret_access_key");
        assertThat(S3Errors.translate(
                        "cannot list s3://b/",
                        "Amazon S3",
                        S3Errors.Use.READ,
                        SdkClientException.create("Unable to load region from any of the providers in the chain")))
                .satisfies(told -> assertThat(told.code()).isEqualTo(ErrorCode.RECIPE_INVALID))
                .hasMessageContaining("set `region`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s3://                     | names no bucket
            s3://b*cket/x             | without wildcards
            s3://bucket/orders.ndjson | names one object
            s3://bucket/orders*       | without wildcards
            gs://bucket/orders        | no storage that is known
            out/orders                | is on this machine
            """)
    void pathsThatCannotBeAreRefusedBeforeAnyRequest(String path, String why) {
        assertThatThrownBy(() -> JsonBuckets.open(
                        path,
                        "http://127.0.0.1:1",
                        "id",
                        "secret",
                        SourceHand.context(new org.apache.arrow.memory.RootAllocator(), folder, 1)))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining(why);
    }

    private static DatacookException refused(ThrowingCallable call) {
        return catchThrowableOfType(DatacookException.class, call);
    }

    private SourceHand open(String path) {
        return open(path, S3Server.endpoint(), S3Server.KEY_ID, S3Server.SECRET);
    }

    private SourceHand open(String path, String endpoint, String keyId, String secret) {
        return SourceHand.open(folder, 2, context -> JsonBuckets.read(path, endpoint, keyId, secret, context));
    }

    private List<Long> read(String path) {
        try (SourceHand hand = open(path)) {
            return hand.readAll(hand.request()).ids();
        }
    }

    private void put(String key, int id) throws IOException {
        bucket.put(key, Files.writeString(folder.resolve("object"), "{\"id\":%d}\n".formatted(id)));
    }
}
