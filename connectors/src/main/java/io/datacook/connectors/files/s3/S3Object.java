package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.FileAccess;
import io.datacook.connectors.files.RangeInput;
import io.datacook.connectors.files.SourceFile;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// An object of a bucket, as it was when it was found: another content under its key is refused by the store.
record S3Object(Bucket bucket, Bucket.Entry object) implements FileAccess {
    /// A request costs some milliseconds wherever the store is, so small reads bring more along.
    private static final int AHEAD_BYTES = 512 << 10;

    /// The object as a file to read.
    static SourceFile file(Bucket bucket, Bucket.Entry object) {
        return new SourceFile(
                new S3Object(bucket, object), bucket.place(object.key()), object.bytes(), object.modified());
    }

    @Override
    public RangeInput open() {
        return new Ranges(this);
    }

    @Override
    public InputStream stream(long from, long to) {
        return new S3Stream(bucket, object, from, Math.min(to, object.bytes()));
    }

    @Override
    public DatacookException failure(Exception failure) {
        return failure instanceof DatacookException known
                ? known
                : new DatacookException(
                        ErrorCode.SOURCE_UNREACHABLE, "cannot read %s: %s".formatted(this, failure), failure);
    }

    @Override
    public String version() {
        return Bucket.plain(object.etag());
    }

    @Override
    public String toString() {
        return bucket.place(object.key());
    }

    private record Ranges(S3Object of) implements RangeInput {
        @Override
        public int read(ByteBuffer into, long at) {
            long end = Math.min(of.object.bytes(), at + into.remaining());
            if (at >= end) {
                return -1;
            }
            byte[] chunk = new byte[(int) Math.min(64 << 10, end - at)];
            int read = 0;
            try (S3Stream stream = new S3Stream(of.bucket, of.object, at, end)) {
                for (int count = stream.read(chunk, 0, chunk.length);
                        count >= 0;
                        count = stream.read(chunk, 0, chunk.length)) {
                    into.put(chunk, 0, count);
                    read += count;
                }
            }
            return read;
        }

        @Override
        public int aheadBytes() {
            return AHEAD_BYTES;
        }

        @Override
        public void close() {
            // every range is a request of its own
        }
    }
}
