package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.FileErrors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// A buffer of bytes in front of a file that cells are spelled into. **Threading:** one thread.
final class RowOutput {
    private static final int BUFFER_BYTES = 128 << 10;

    /// The largest room [#room] makes.
    static final int ROOM_MAX = 32 << 10;

    final byte[] bytes = new byte[BUFFER_BYTES + Digits.PADDING];
    int at;
    private final OutputStream out;
    private final Path file;

    RowOutput(OutputStream out, Path file) {
        this.out = out;
        this.file = file;
    }

    /// Makes sure that this many bytes fit from [#at] on.
    void room(int count) {
        if (BUFFER_BYTES - at < count) {
            drain();
        }
    }

    void put(byte value) {
        room(1);
        bytes[at++] = value;
    }

    void put(byte[] from, int offset, int length) {
        if (length > ROOM_MAX) {
            drain();
            try {
                out.write(from, offset, length);
            } catch (IOException failed) {
                throw FileErrors.writing("cannot write " + file, file, failed);
            }
            return;
        }
        room(length);
        System.arraycopy(from, offset, bytes, at, length);
        at += length;
    }

    void drain() {
        if (at > 0) {
            try {
                out.write(bytes, 0, at);
            } catch (IOException failed) {
                throw FileErrors.writing("cannot write " + file, file, failed);
            }
            at = 0;
        }
    }
}
