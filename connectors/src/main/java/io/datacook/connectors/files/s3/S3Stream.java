package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// A range of an object from its start to its end, by one request; a connection that breaks is made anew where it
/// broke, some times without progress.
///
/// **Threading:** one thread. **Closing:** once, by its reader.
final class S3Stream extends InputStream {
    private static final int BREAKS_MAX = 4;

    private final Bucket bucket;
    private final Bucket.Entry object;
    private final long end;
    private long next;
    private int breaks;
    private @Nullable ResponseInputStream<GetObjectResponse> open;

    S3Stream(Bucket bucket, Bucket.Entry object, long from, long to) {
        this.bucket = bucket;
        this.object = object;
        this.next = from;
        this.end = to;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (next < end) {
            try {
                if (open == null) {
                    open = bucket.get(object, next, end);
                }
                int count = open.read(into, offset, (int) Math.min(length, end - next));
                if (count > 0) {
                    next += count;
                    breaks = 0;
                    return count;
                }
                broke(new IOException("the answer ended early"));
            } catch (IOException failure) {
                broke(failure);
            }
        }
        return -1;
    }

    @Override
    public int available() {
        // gzip asks whether another member follows
        return (int) Math.min(Integer.MAX_VALUE, end - next);
    }

    @Override
    public void close() {
        ResponseInputStream<GetObjectResponse> last = open;
        open = null;
        if (last == null) {
            return;
        }
        if (next < end) {
            last.abort(); // reading the rest would cost more than a new connection
            return;
        }
        try {
            last.close();
        } catch (IOException ignored) {
            next = end;
        }
    }

    private void broke(IOException failure) {
        if (open != null) {
            open.abort();
            open = null;
        }
        if (++breaks >= BREAKS_MAX) {
            throw new DatacookException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "cannot read %s behind byte %d: the connection to %s broke %d times: %s; run again to continue"
                            .formatted(bucket.place(object.key()), next, bucket.store(), breaks, failure.getMessage()),
                    failure);
        }
    }
}
