package io.datacook.connectors.files.s3;

import io.datacook.api.EpochId;
import io.datacook.api.Manifest;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.connectors.files.Staging;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;

/// Stages files as uploads that are not completed.
///
/// @param partBytes the size of all parts but the last
record UploadStaging(Bucket bucket, UploadNames names, int partBytes, BufferAllocator allocator) implements Staging {
    @Override
    public Draft begin(EpochId epoch, int number) {
        return new UploadDraft(this, epoch, number);
    }

    @Override
    public void makeDurable() {
        // a part that was answered is durable
    }

    @Override
    public void remove(Manifest.StagedFile file) {
        StagedUpload upload = StagedUpload.parse(file.staged());
        bucket.abortQuietly(new Bucket.Upload(names.prefix() + file.target(), upload.id()));
    }

    /// Starts an upload under a name. The mark tells it from every other, even of the same name.
    UploadSink sink(String name) {
        String mark = name + "-" + UUID.randomUUID();
        return new UploadSink(bucket, names.prefix() + name, mark, partBytes, allocator);
    }

    private static final class UploadDraft implements Draft {
        private final String name;
        private final UploadSink sink;
        private final StagedOutput output;

        private UploadDraft(UploadStaging staging, EpochId epoch, int number) {
            name = staging.names().name(epoch, number);
            sink = staging.sink(name);
            output = StagedOutput.into(sink);
        }

        @Override
        public StagedOutput output() {
            return output;
        }

        @Override
        public Manifest.StagedFile keep(long rows) {
            output.makeDurable();
            output.close();
            return new Manifest.StagedFile(sink.staged().text(), name, output.bytes(), rows, output.checksum());
        }

        @Override
        public void abandon() {
            output.closeQuietly();
            sink.abortQuietly();
        }
    }
}
