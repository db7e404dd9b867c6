package io.datacook.connectors.files.s3;

import static java.util.Objects.requireNonNull;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.FileSink;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// Gathers bytes into parts of an upload; the upload begins with its first part and is completed by somebody else.
///
/// Holds one part's bytes, taken from the run's budget.
final class UploadSink implements FileSink {
    /// The store's limits.
    static final int PARTS_MAX = 10_000;

    static final int PART_BYTES_MIN = 5 << 20;

    private final Bucket bucket;
    private final String key;
    private final String mark;
    private final int partBytes;
    private final BufferAllocator allocator;
    private final MessageDigest md5 = newMd5();
    private final List<String> tags = new ArrayList<>();
    private @Nullable ArrowBuf buffer;
    private int held;
    private Bucket.@Nullable Upload upload;

    UploadSink(Bucket bucket, String key, String mark, int partBytes, BufferAllocator allocator) {
        this.bucket = bucket;
        this.key = key;
        this.mark = mark;
        this.partBytes = partBytes;
        this.allocator = allocator;
    }

    @Override
    public void write(ByteBuffer from) {
        while (from.hasRemaining()) {
            if (buffer == null) {
                buffer = allocator.buffer(partBytes);
            }
            int count = Math.min(from.remaining(), partBytes - held);
            buffer.setBytes(held, from.slice(from.position(), count));
            from.position(from.position() + count);
            held += count;
            if (held == partBytes) {
                send();
            }
        }
    }

    /// Sends what is held as the last part; a file without bytes has one empty part.
    @Override
    public void makeDurable() {
        if (held > 0 || tags.isEmpty()) {
            send();
        }
    }

    /// What a manifest keeps; asked for once all is durable.
    StagedUpload staged() {
        return new StagedUpload(requireNonNull(upload).id(), mark, tags.size(), StagedUpload.checksum(tags));
    }

    /// Drops the upload if it began; never fails.
    void abortQuietly() {
        if (upload != null) {
            bucket.abortQuietly(upload);
        }
    }

    @Override
    public DatacookException failure(String doing, Exception failure) {
        return failure instanceof DatacookException known
                ? known
                : new DatacookException(ErrorCode.DESTINATION_UNREACHABLE, doing + ": " + failure, failure);
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
            buffer = null;
        }
    }

    @Override
    public String toString() {
        return bucket.place(key);
    }

    private void send() {
        if (tags.size() == PARTS_MAX) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "%s would have more than %d parts of %d bytes; set file_size lower"
                            .formatted(this, PARTS_MAX, partBytes));
        }
        if (upload == null) {
            upload = new Bucket.Upload(key, bucket.beginUpload(key, mark));
        }
        ByteBuffer part = buffer == null ? ByteBuffer.allocate(0) : buffer.nioBuffer(0, held);
        md5.reset();
        md5.update(part.duplicate());
        tags.add(bucket.uploadPart(upload, tags.size() + 1, part, md5.digest()));
        held = 0;
    }

    private static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
