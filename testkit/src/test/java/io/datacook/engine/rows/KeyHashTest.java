package io.datacook.engine.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyHashTest {
    @Test
    void givesThePublishedHashesOfSipHash128() {
        // Given the reference key 00 01 … 0f and messages 00 01 02 … of growing length
        KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        ByteBuffer message = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 64; i++) {
            message.put(i, (byte) i);
        }

        // Then the hashes are those of the algorithm's authors
        assertThat(hex(hash, message, 0)).isEqualTo("a3817f04ba25a8e66df67214c7550293");
        assertThat(hex(hash, message, 1)).isEqualTo("da87c1d86b99af44347659119b22fc45");
        assertThat(hex(hash, message, 2)).isEqualTo("8177228da4a45dc7fca38bdef60affe4");
    }

    @Test
    void differsBySeed() {
        ByteBuffer message = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(hex(new KeyHash("a"), message, 8)).isNotEqualTo(hex(new KeyHash("b"), message, 8));
    }

    private static String hex(KeyHash hash, ByteBuffer message, int length) {
        hash.hash(message, length);
        byte[] bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(hash.low())
                .putLong(hash.high())
                .array();
        return HexFormat.of().formatHex(bytes);
    }
}
