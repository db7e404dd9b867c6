package io.datacook.connectors.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// A new file being written from its start to its end: counts bytes, keeps a checksum, makes them durable.
///
/// Writes of a few bytes are gathered; large ones go straight to the file. No method throws [IOException]: failures
/// come as [io.datacook.api.DatacookException]. **Threading:** one thread at a time. **Closing:** once; a file that
/// was not made durable may be cut short.
public final class StagedOutput extends OutputStream {
    private static final int GATHERED_BYTES = 64 << 10;

    private final Path file;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer gathered = ByteBuffer.allocateDirect(GATHERED_BYTES);
    private long bytes;

    private StagedOutput(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Creates a file; what was there before under this name is gone.
    public static StagedOutput create(Path file) {
        try {
            return new StagedOutput(
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

    /// The file.
    public Path file() {
        return file;
    }

    /// Bytes written so far: the offset of the next one.
    public long bytes() {
        return bytes;
    }

    /// `crc32c:` and 8 hex digits over everything written so far.
    public String checksum() {
        drain();
        return "crc32c:" + HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    @Override
    public void write(int value) {
        if (!gathered.hasRemaining()) {
            drain();
        }
        gathered.put((byte) value);
        bytes++;
    }

    @Override
    public void write(byte[] from) {
        write(from, 0, from.length);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        write(ByteBuffer.wrap(from, offset, length));
    }

    /// Writes what remains in a buffer; heap or direct.
    public void write(ByteBuffer from) {
        bytes += from.remaining();
        if (from.remaining() > gathered.remaining()) {
            drain();
        }
        if (from.remaining() <= gathered.remaining()) {
            gathered.put(from);
            return;
        }
        put(from);
    }

    @Override
    public void flush() {
        drain();
    }

    /// Everything written survives a crash of the machine, once the folder is durable too.
    public void makeDurable() {
        drain();
        try {
            channel.force(true);
        } catch (IOException failure) {
            throw FileErrors.writing("cannot make " + file + " durable", file, failure);
        }
    }

    @Override
    public void close() {
        try (channel) {
            if (channel.isOpen()) {
                drain();
            }
        } catch (IOException failure) {
            throw FileErrors.writing("cannot close " + file, file, failure);
        }
    }

    /// Closes a file that is thrown away.
    void closeQuietly() {
        gathered.clear();
        try {
            channel.close();
        } catch (IOException ignored) {
            gathered.clear();
        }
    }

    private void drain() {
        gathered.flip();
        put(gathered);
        gathered.clear();
    }

    private void put(ByteBuffer from) {
        if (!from.hasRemaining()) {
            return;
        }
        int start = from.position();
        checksum.update(from);
        from.position(start);
        try {
            while (from.hasRemaining()) {
                channel.write(from);
            }
        } catch (IOException failure) {
            gathered.clear();
            throw FileErrors.writing("cannot write to %s after %d bytes".formatted(file, bytes), file, failure);
        }
    }
}
