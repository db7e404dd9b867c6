package io.datacook.connectors.files.s3;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/// Checksums that the SDK takes from a native library of Amazon's, which is not among ours: a builder of executables
/// that links everything would miss it. The JVM never sees this class. Nothing here asks for those checksums, and
/// the one that Java has too, CRC32C, is Java's.
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class ExecutableChecksums {
    private ExecutableChecksums() {}

    @Substitute
    static SdkChecksum crc64NvmeCrtImplementation() {
        throw new UnsupportedOperationException("CRC64NVME needs a library of Amazon's that is not in this executable");
    }

    @Substitute
    static SdkChecksum createCrtCrc32C() {
        throw new UnsupportedOperationException("Amazon's CRC32C is not in this executable; Java's is");
    }

    @Substitute
    static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
        throw new UnsupportedOperationException("XXHASH needs a library of Amazon's that is not in this executable");
    }
}
