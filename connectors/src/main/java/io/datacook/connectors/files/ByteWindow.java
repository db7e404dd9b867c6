package io.datacook.connectors.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// A window over a stream of bytes that always holds whole records.
///
/// Grows only for a record that does not fit, up to a limit. **Threading:** one thread. **Closing:** closes the stream.
public final class ByteWindow implements AutoCloseable {
    private final InputStream input;
    private final SourceFile file;
    private final int bytesMax;

    private byte[] bytes;
    private int start;
    private int limit;
    private boolean ended;

    /// Where `bytes[0]` lies in the stream.
    private long base;

    /// @param offset where the stream begins in its file, for positions
    /// @param bytesFirst the size to begin with, at least 1
    /// @param bytesMax the size never to exceed
    public ByteWindow(InputStream input, SourceFile file, long offset, int bytesFirst, int bytesMax) {
        this.input = input;
        this.file = file;
        this.base = offset;
        this.bytesMax = bytesMax;
        this.bytes = new byte[bytesFirst + Digits.PADDING];
    }

    /// The bytes; [Digits#PADDING] more can be read behind the limit. Another array after [#more].
    public byte[] bytes() {
        return bytes;
    }

    /// The first byte not released.
    public int start() {
        return start;
    }

    /// The byte behind the last one read.
    public int limit() {
        return limit;
    }

    /// Whether the stream has no more bytes.
    public boolean isEnded() {
        return ended;
    }

    /// Everything in front of an index is done with.
    public void release(int index) {
        start = index;
    }

    /// The offset in the file of a byte of this window.
    public long offset(int index) {
        return base + index;
    }

    /// Reads more behind what is not released yet; indexes shift.
    ///
    /// @return whether there was more to read, or room for it; `false` if a record fills the largest window
    public boolean more() {
        compact();
        int capacity = bytes.length - Digits.PADDING;
        if (limit == capacity) {
            if (capacity >= bytesMax) {
                return false;
            }
            capacity = (int) Math.min(bytesMax, 2L * capacity);
            bytes = Arrays.copyOf(bytes, capacity + Digits.PADDING);
        }
        try {
            int read = input.read(bytes, limit, capacity - limit);
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        } catch (IOException failed) {
            throw TextInput.failure(file, failed);
        }
        // scans read whole words beyond the limit: nothing there may look like a delimiter
        Arrays.fill(bytes, limit, limit + Digits.PADDING, (byte) 0);
        return true;
    }

    private void compact() {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            base += start;
            limit -= start;
            start = 0;
        }
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException ignored) {
            // nothing was written, so nothing is lost
        }
    }
}
