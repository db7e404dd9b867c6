package io.datacook.engine.link;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The fixed start of every frame, big-endian: magic, type, flags, metadata length, body length, checksum of all that
/// and the metadata.
///
/// The body, Arrow buffers, has no checksum of its own: TCP has one, and a torn body is noticed by its length.
///
/// @param type what the frame is
/// @param metadataBytes bytes of metadata behind the header
/// @param bodyBytes bytes of Arrow buffers behind the metadata
/// @param checksum CRC-32C of the header's fields and the metadata
record FrameHeader(FrameType type, int metadataBytes, long bodyBytes, int checksum) {
    /// Bytes of a header.
    static final int BYTES = 24;

    /// A frame has at most so many bytes of metadata: positions, row numbers and rejects of a batch.
    static final int METADATA_BYTES_MAX = 64 << 20;

    /// A frame has at most so many bytes of Arrow buffers.
    static final long BODY_BYTES_MAX = 1L << 30;

    private static final int MAGIC = 0x44434c31;
    private static final int CHECKED_BYTES = 20;

    /// All bytes of the frame.
    long frameBytes() {
        return BYTES + metadataBytes + bodyBytes;
    }

    /// Writes a header and its metadata as one array.
    static byte[] write(FrameType type, byte[] metadata, int length, long bodyBytes) {
        byte[] head = new byte[BYTES + length];
        ByteBuffer buffer = ByteBuffer.wrap(head);
        buffer.putInt(MAGIC).put(type.number()).put((byte) 0).putShort((short) 0);
        buffer.putInt(length).putLong(bodyBytes);
        System.arraycopy(metadata, 0, head, BYTES, length);
        CRC32C crc = new CRC32C();
        crc.update(head, 0, CHECKED_BYTES);
        crc.update(head, BYTES, length);
        buffer.putInt((int) crc.getValue());
        return head;
    }

    /// Reads a header; the metadata is checked later, by [#check].
    static FrameHeader read(byte[] head) {
        ByteBuffer buffer = ByteBuffer.wrap(head);
        if (buffer.getInt() != MAGIC) {
            throw LinkFailures.damaged("bytes that are no frame; is the other side a datacook of the same release?");
        }
        FrameType type = FrameType.of(buffer.get());
        buffer.position(buffer.position() + 3);
        int metadata = buffer.getInt();
        long body = buffer.getLong();
        if (metadata < 0 || metadata > METADATA_BYTES_MAX || body < 0 || body > BODY_BYTES_MAX) {
            throw LinkFailures.damaged("a frame of %d and %d bytes; at most %d and %d are allowed"
                    .formatted(metadata, body, METADATA_BYTES_MAX, BODY_BYTES_MAX));
        }
        return new FrameHeader(type, metadata, body, buffer.getInt());
    }

    /// @throws io.datacook.api.DatacookException if header and metadata are not what was sent
    void check(byte[] head, byte[] metadata) {
        CRC32C crc = new CRC32C();
        crc.update(head, 0, CHECKED_BYTES);
        crc.update(metadata, 0, metadata.length);
        if ((int) crc.getValue() != checksum) {
            throw LinkFailures.damaged("a frame whose checksum is wrong");
        }
    }
}
