package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What a manifest keeps of an upload that waits to be completed: enough for any process to complete it, and to tell
/// whether it was.
///
/// Instead of the tags of all parts, up to 10,000, it keeps a checksum of them: the store lists them again.
///
/// @param id the upload's
/// @param mark in the metadata of the object it becomes; no other upload has the same
/// @param parts how many
/// @param tags checksum over the parts' tags
record StagedUpload(String id, String mark, int parts, String tags) {
    private static final String SCHEME = "upload";

    /// The checksum over parts' tags, in order, without quotes.
    static String checksum(List<String> tags) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] sum = digest.digest(String.join(",", tags).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sum, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// As the manifest has it: `upload/<parts>/<tags>/<mark>/<id>`.
    String text() {
        return "%s/%d/%s/%s/%s".formatted(SCHEME, parts, tags, mark, id);
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws DatacookException `STATE_INVALID` if it is something else
    static StagedUpload parse(String staged) {
        String[] fields = staged.split("/", 5);
        if (fields.length == 5 && fields[0].equals(SCHEME) && fields[1].matches("\\d{1,5}")) {
            return new StagedUpload(fields[4], fields[3], Integer.parseInt(fields[1]), fields[2]);
        }
        throw new DatacookException(
                ErrorCode.STATE_INVALID,
                ("the checkpoint names '%s', which is no upload into a bucket; the load began with another "
                                + "destination.path: set it back to finish it, or run `datacook state reset`")
                        .formatted(staged));
    }
}
