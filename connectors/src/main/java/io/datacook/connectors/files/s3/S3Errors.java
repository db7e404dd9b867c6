package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Turns what a store or its client says into errors users can act on. Stateless.
final class S3Errors {
    private static final int CAUSES_MAX = 16;

    private S3Errors() {}

    /// What a request was for: it decides whether source or destination is out of reach.
    enum Use {
        READ(ErrorCode.SOURCE_UNREACHABLE),
        WRITE(ErrorCode.DESTINATION_UNREACHABLE);

        private final ErrorCode unreachable;

        Use(ErrorCode unreachable) {
            this.unreachable = unreachable;
        }
    }

    /// @param doing what was tried, such as `cannot list s3://bucket/prefix`
    /// @param store where requests go, as users know it
    static DatacookException translate(String doing, String store, Use use, SdkException failure) {
        if (failure instanceof AwsServiceException refused) {
            String code = code(refused);
            ErrorCode meaning = meaning(code, refused.statusCode(), use);
            return new DatacookException(
                    meaning,
                    "%s: %s answered %s; %s".formatted(doing, store, sentence(refused, code), advice(code, meaning)),
                    failure);
        }
        return ofClient(doing, store, use, failure);
    }

    /// The store's own word for what happened, such as `NoSuchUpload`; a status where it has none.
    static String code(AwsServiceException refused) {
        if (refused.awsErrorDetails() != null && refused.awsErrorDetails().errorCode() != null) {
            return refused.awsErrorDetails().errorCode();
        }
        return Integer.toString(refused.statusCode());
    }

    private static ErrorCode meaning(String code, int status, Use use) {
        return switch (code) {
            case "NoSuchBucket", "NoSuchKey" -> ErrorCode.STREAM_MISSING;
            case "PermanentRedirect",
                    "TemporaryRedirect",
                    "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraintException",
                    "InvalidBucketName" -> ErrorCode.RECIPE_INVALID;
            case "PreconditionFailed" -> ErrorCode.STATE_INVALID;
            case "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge", "TooManyParts" -> ErrorCode.RESOURCE_EXHAUSTED;
            case "RequestTimeTooSkewed", "RequestExpired", "ExpiredToken" -> ErrorCode.ACCESS_DENIED;
            case "RequestTimeout", "SlowDown", "InternalError", "ServiceUnavailable", "OperationAborted" ->
                use.unreachable;
            default -> ofStatus(status, use);
        };
    }

    private static ErrorCode ofStatus(int status, Use use) {
        return switch (status) {
            case 301, 307 -> ErrorCode.RECIPE_INVALID;
            case 401, 403 -> ErrorCode.ACCESS_DENIED;
            case 404 -> ErrorCode.STREAM_MISSING;
            case 412 -> ErrorCode.STATE_INVALID;
            case 507 -> ErrorCode.RESOURCE_EXHAUSTED;
            case 408, 429 -> use.unreachable;
            default -> status >= 500 ? use.unreachable : ErrorCode.RECIPE_UNSUPPORTED;
        };
    }

    private static String advice(String code, ErrorCode meaning) {
        return switch (code) {
            case "NoSuchBucket" -> "create the bucket, or check the name after s3://, `endpoint` and `region`";
            case "NoSuchKey" -> "the object was there before: bring it back, or check the path";
            case "InvalidAccessKeyId" -> "the store does not know access_key_id: check it, and `endpoint`";
            case "SignatureDoesNotMatch" -> "check secret_access_key, and that nothing between changes requests";
            case "ExpiredToken" -> "get new temporary keys, or leave keys out so that the environment renews them";
            case "RequestTimeTooSkewed", "RequestExpired" -> "set the clock of this machine right";
            case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "301", "307" ->
                "set `region` to the bucket's region, and `endpoint` only for stores that are not Amazon's";
            case "PreconditionFailed", "412" ->
                "the object was changed since this load began: bring the old one back to finish the load, or run "
                        + "`datacook state reset` to start afresh";
            case "QuotaExceeded", "XMinioStorageFull", "507" -> "make room in the store, and run again";
            default ->
                switch (meaning) {
                    case ACCESS_DENIED ->
                        "allow these credentials s3:ListBucket, s3:GetObject and, for a destination, s3:PutObject, "
                                + "s3:DeleteObject, s3:AbortMultipartUpload, s3:ListMultipartUploadParts and "
                                + "s3:ListBucketMultipartUploads";
                    case STREAM_MISSING -> "check the path, `endpoint` and `region`";
                    case SOURCE_UNREACHABLE, DESTINATION_UNREACHABLE -> "that may pass; run again";
                    default -> "see the store's documentation of that answer";
                };
        };
    }

    private static String sentence(AwsServiceException refused, String code) {
        String message = refused.awsErrorDetails() == null
                ? null
                : refused.awsErrorDetails().errorMessage();
        String said = message == null || message.isBlank() ? "" : ": " + firstLine(message);
        String name = code.equals(Integer.toString(refused.statusCode())) ? "" : " " + code;
        return refused.statusCode() + name + said;
    }

    private static DatacookException ofClient(String doing, String store, Use use, SdkException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (reason.contains("Unable to load credentials")) {
            return new DatacookException(
                    ErrorCode.ACCESS_DENIED,
                    ("%s: no credentials were found; give access_key_id and secret_access_key, or set "
                                    + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a web identity")
                            .formatted(doing),
                    failure);
        }
        if (reason.contains("Unable to load region")) {
            return new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "%s: no region was found; set `region`, AWS_REGION, or a profile with one".formatted(doing),
                    failure);
        }
        return new DatacookException(
                use.unreachable,
                "%s: no answer from %s: %s; check `endpoint`, `region` and the network, and run again"
                        .formatted(doing, store, innermost(failure)),
                failure);
    }

    /// The reason at the bottom, such as `Connection refused`, with its kind where the words alone say little.
    private static String innermost(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; depth < CAUSES_MAX && at.getCause() != null; depth++) {
            at = at.getCause();
        }
        String message = at.getMessage() == null ? "" : ": " + firstLine(at.getMessage());
        return at.getClass().getSimpleName() + message;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}
