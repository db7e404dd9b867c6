package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A new file of this machine.
record LocalSink(Path file, FileChannel channel) implements FileSink {
    /// Creates a file; what was there before under this name is gone.
    static LocalSink create(Path file) {
        try {
            return new LocalSink(
                    file,
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException failure) {
            throw FileErrors.writing("cannot create " + file, file, failure);
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    @Override
    public void makeDurable() throws IOException {
        channel.force(true);
    }

    @Override
    public DatacookException failure(String doing, Exception failure) {
        return FileErrors.writing(doing, file, failure);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
