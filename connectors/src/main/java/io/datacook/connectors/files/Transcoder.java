package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Turns a stream of any character set into UTF-8; bytes that are no characters end it with an error.
///
/// **Threading:** one thread. **Closing:** closes the stream below.
final class Transcoder extends InputStream {
    private static final int BUFFER_BYTES = 32 << 10;

    private final InputStream input;
    private final String resource;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final ByteBuffer raw = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES + 16).limit(0);
    private final ByteBuffer encoded = ByteBuffer.allocate(BUFFER_BYTES * 4).limit(0);
    private long read;
    private boolean ended;

    Transcoder(InputStream input, Charset charset, String resource) {
        this.input = input;
        this.resource = resource;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
        return fill() ? encoded.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, encoded.remaining());
        encoded.get(target, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        while (!encoded.hasRemaining()) {
            if (ended) {
                return false;
            }
            raw.compact();
            int count = input.read(raw.array(), raw.position(), raw.remaining());
            read += Math.max(0, count);
            ended = count < 0;
            raw.position(raw.position() + Math.max(0, count)).flip();
            characters.compact();
            check(decoder.decode(raw, characters, ended));
            if (ended) {
                check(decoder.flush(characters));
            }
            characters.flip();
            encoded.clear();
            check(encoder.encode(characters, encoded, ended));
            encoded.flip();
        }
        return true;
    }

    private void check(CoderResult result) {
        if (result.isError()) {
            throw new DatacookException(
                    ErrorCode.DATA_INVALID,
                    "near byte %d of '%s' something is not %s; check `encoding`"
                            .formatted(read - raw.remaining(), resource, decoder.charset()));
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
