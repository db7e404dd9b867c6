package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// A new file being written from its start to its end: counts bytes, keeps a checksum, makes them durable.
///
/// Writes of a few bytes are gathered; large ones go straight to the file. No method throws [IOException]: failures
/// come as [DatacookException]. **Threading:** one thread at a time. **Closing:** once; a file that was not made
/// durable may be cut short.
public final class StagedOutput extends OutputStream {
    private static final int GATHERED_BYTES = 64 << 10;

    private final FileSink sink;
    /// Not CRC-32C, for which native executables have no code of their own: it takes them three times as long.
    private final CRC32 checksum = new CRC32();
    private final ByteBuffer gathered = ByteBuffer.allocateDirect(GATHERED_BYTES);
    private long bytes;
    private boolean open = true;

    private StagedOutput(FileSink sink) {
        this.sink = sink;
    }

    /// Creates a file of this machine; what was there before under this name is gone.
    public static StagedOutput create(Path file) {
        return new StagedOutput(LocalSink.create(file));
    }

    /// Writes into a sink, which is closed with it.
    public static StagedOutput into(FileSink sink) {
        return new StagedOutput(sink);
    }

    /// Bytes written so far: the offset of the next one.
    public long bytes() {
        return bytes;
    }

    /// `crc32:` and 8 hex digits over everything written so far.
    public String checksum() {
        if (open) {
            drain();
        }
        return text(checksum);
    }

    /// A checksum as manifests and marks spell it.
    static String text(CRC32 sum) {
        return "crc32:" + HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /// What a failure to write into this file means.
    public DatacookException failure(Exception failure) {
        return sink.failure("cannot write " + sink, failure);
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
        if (from.remaining() < GATHERED_BYTES) {
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
            sink.makeDurable();
        } catch (IOException failure) {
            throw sink.failure("cannot make " + sink + " durable", failure);
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        try {
            drain();
        } finally {
            open = false;
            closeSink();
        }
    }

    /// Closes a file that is thrown away.
    public void closeQuietly() {
        gathered.clear();
        if (open) {
            open = false;
            try {
                sink.close();
            } catch (IOException ignored) {
                gathered.clear();
            }
        }
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException failure) {
            throw sink.failure("cannot close " + sink, failure);
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
            sink.write(from);
        } catch (IOException failure) {
            gathered.clear();
            throw sink.failure("cannot write to %s after %d bytes".formatted(sink, bytes), failure);
        }
    }
}
