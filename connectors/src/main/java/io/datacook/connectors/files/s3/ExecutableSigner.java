package io.datacook.connectors.files.s3;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.http.auth.aws.crt.internal.signer.DefaultAwsCrtV4aHttpSigner;

/// Signatures for access points of many regions, which the SDK leaves to the same library as in [ExecutableChecksums].
/// Buckets are reached with signatures of one region.
@TargetClass(className = "software.amazon.awssdk.http.auth.aws.internal.signer.util.OptionalDependencyLoaderUtil")
final class ExecutableSigner {
    private ExecutableSigner() {}

    @Substitute
    public static DefaultAwsCrtV4aHttpSigner getDefaultAwsCrtV4aHttpSigner() {
        throw new UnsupportedOperationException(
                "access points of many regions need a library of Amazon's that is not in this executable");
    }
}
