package io.datacook.connectors.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A range of a file through a buffer of its own: the JDK's would cost as much again for each thread.
///
/// **Threading:** one thread. **Closing:** once, by its reader.
final class FileStream extends InputStream {
    private static final int BUFFER_BYTES = 128 << 10;

    private final FileChannel channel;
    private final ByteBuffer buffer;
    private long left;

    FileStream(Path file, long from, long to) {
        try {
            channel = FileChannel.open(file);
            channel.position(from);
        } catch (IOException failed) {
            throw FileErrors.reading(file, failed);
        }
        left = Math.max(0, to - from);
        buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER_BYTES, left + 1))
                .limit(0);
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        if (left == 0) {
            return false;
        }
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        int read = channel.read(buffer);
        buffer.flip();
        left = read < 0 ? 0 : left - read;
        return read > 0;
    }

    @Override
    public int available() {
        // gzip asks whether another member follows
        return (int) Math.min(Integer.MAX_VALUE, left + buffer.remaining());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            left = 0;
        }
    }
}
