package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file of this machine.
record LocalFile(Path path) implements FileAccess {
    @Override
    public RangeInput open() {
        try {
            return new Ranges(this, FileChannel.open(path));
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public InputStream stream(long from, long to) {
        return new FileStream(path, from, to);
    }

    @Override
    public DatacookException failure(Exception failure) {
        return FileErrors.reading(path, failure);
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private record Ranges(LocalFile file, FileChannel channel) implements RangeInput {
        @Override
        public int read(ByteBuffer into, long at) {
            try {
                return channel.read(into, at);
            } catch (IOException failed) {
                throw file.failure(failed);
            }
        }

        @Override
        public int aheadBytes() {
            return AHEAD_BYTES_NEAR;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failed) {
                throw file.failure(failed);
            }
        }
    }
}
