package io.datacook.connectors.files.s3;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Signatures for access points of many regions, which the SDK leaves to the same library as in [ExecutableChecksums].
/// Buckets are reached with signatures of one region.
@TargetClass(className = "software.amazon.awssdk.http.auth.aws.crt.internal.signer.DefaultAwsCrtV4aHttpSigner")
final class ExecutableSigner {
    private ExecutableSigner() {}

    @Substitute
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        throw new UnsupportedOperationException(
                "access points of many regions need a library of Amazon's that is not in this executable");
    }

    @Substitute
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        throw new UnsupportedOperationException(
                "access points of many regions need a library of Amazon's that is not in this executable");
    }
}
