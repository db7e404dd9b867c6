package io.datacook.connectors.parquet;

import io.datacook.connectors.files.RangeInput;
import io.datacook.connectors.files.SourceFile;
import java.io.InputStream;

/// The bytes of one column chunk, read ahead a little: headers byte by byte, page bodies at once.
final class ChunkInput extends InputStream {
    private final RangeInput input;
    private final SourceFile file;
    private final long end;
    private long next;
    private byte[] ahead = {};
    private int at;
    private int limit;

    ChunkInput(RangeInput input, SourceFile file, long start, long length) {
        this.input = input;
        this.file = file;
        this.next = start;
        this.end = start + length;
    }

    @Override
    public int read() {
        if (at == limit && !fill()) {
            return -1;
        }
        return ahead[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (at == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - at);
        System.arraycopy(ahead, at, into, offset, count);
        at += count;
        return count;
    }

    /// Reads a page body.
    void readFully(byte[] into, int length) {
        int buffered = Math.min(length, limit - at);
        System.arraycopy(ahead, at, into, 0, buffered);
        at += buffered;
        if (buffered == length) {
            return;
        }
        int rest = length - buffered;
        if (next + rest > end) {
            throw new CorruptPage("a page reaches beyond its column chunk");
        }
        if (buffered == 0) {
            ParquetFiles.read(input, next, into, rest, file);
        } else {
            byte[] tail = ParquetFiles.read(input, next, rest, file);
            System.arraycopy(tail, 0, into, buffered, rest);
        }
        next += rest;
    }

    /// Steps over a page body.
    void skipFully(int length) {
        int buffered = Math.min(length, limit - at);
        at += buffered;
        next += length - buffered;
    }

    private boolean fill() {
        if (next >= end) {
            return false;
        }
        if (ahead.length == 0) {
            ahead = new byte[(int) Math.min(input.aheadBytes(), end - next)];
        }
        limit = (int) Math.min(ahead.length, end - next);
        ParquetFiles.read(input, next, ahead, limit, file);
        next += limit;
        at = 0;
        return true;
    }
}
