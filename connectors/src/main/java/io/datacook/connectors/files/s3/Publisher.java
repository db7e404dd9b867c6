package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;

/// Makes uploads visible, as often as asked.
///
/// @param prefix of the target, empty or ending in `/`
record Publisher(Bucket bucket, String prefix) {
    /// Completes the upload of a staged file; done if the object it became is there with its mark and size.
    ///
    /// @throws DatacookException `STATE_INVALID` if neither is there, or another object
    void publish(Manifest.StagedFile file) {
        StagedUpload staged = StagedUpload.parse(file.staged());
        if (!complete(file, staged)) {
            requirePublished(file, staged);
        }
    }

    /// Completes the upload of a staged file if it waits.
    void publishIfStaged(Manifest.StagedFile file) {
        complete(file, StagedUpload.parse(file.staged()));
    }

    private boolean complete(Manifest.StagedFile file, StagedUpload staged) {
        Bucket.Upload upload = new Bucket.Upload(prefix + file.target(), staged.id());
        List<Part> parts = bucket.parts(upload);
        // some stores answer with no parts, instead of no upload, once it was completed; ours have one at least
        if (parts == null || parts.isEmpty()) {
            return false;
        }
        long bytes = parts.stream().mapToLong(Part::size).sum();
        String tags = StagedUpload.checksum(
                parts.stream().map(part -> Bucket.plain(part.eTag())).toList());
        if (bytes != file.bytes() || parts.size() != staged.parts() || !tags.equals(staged.tags())) {
            throw broken(
                    file,
                    "its upload has %d parts of %d bytes in all that are not those that were staged"
                            .formatted(parts.size(), bytes));
        }
        return bucket.complete(upload, parts);
    }

    private void requirePublished(Manifest.StagedFile file, StagedUpload staged) {
        HeadObjectResponse found = bucket.head(prefix + file.target());
        if (found == null) {
            throw broken(
                    file,
                    "neither the upload nor the object is there; a lifecycle rule or the store ended the upload, or "
                            + "somebody removed the object");
        }
        String mark = mark(found);
        if (found.contentLength() != file.bytes() || !staged.mark().equals(mark)) {
            throw broken(
                    file,
                    "the object there is another one: it has %d bytes and %s"
                            .formatted(found.contentLength(), mark == null ? "no mark" : "the mark " + mark));
        }
    }

    private static @Nullable String mark(HeadObjectResponse found) {
        return found.metadata().get(Bucket.MARK);
    }

    private DatacookException broken(Manifest.StagedFile file, String what) {
        return new DatacookException(
                ErrorCode.STATE_INVALID,
                ("the checkpoint says that an upload of %d bytes becomes %s, but %s; restore it, or run "
                                + "`datacook state reset` and load afresh")
                        .formatted(file.bytes(), bucket.place(prefix + file.target()), what));
    }
}
