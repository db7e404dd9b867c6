package io.datacook.engine.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend.Versioned;
import io.datacook.api.StateKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// What one file holds: a line that says whose document follows, its version, size and checksum; then the document.
///
/// @param key whose it is
/// @param content the document and its version
record StateFile(StateKey key, Versioned content) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int FORMAT = 1;

    byte[] bytes() {
        byte[] document = content.document().getBytes(StandardCharsets.UTF_8);
        String head = JsonNodeFactory.instance
                .objectNode()
                .put("datacook_state_file", FORMAT)
                .put("recipe", key.recipe())
                .put("stream", key.stream())
                .put("version", content.version())
                .put("bytes", document.length)
                .put("crc32c", checksum(document))
                .toString();
        byte[] first = (head + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(first, first.length + document.length + 1);
        System.arraycopy(document, 0, all, first.length, document.length);
        all[all.length - 1] = '\n';
        return all;
    }

    /// Reads and checks a file's bytes.
    ///
    /// @throws DatacookException `STATE_INVALID` if it is torn, damaged or from a newer release
    static StateFile parse(byte[] all, Path file) {
        int end = 0;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        JsonNode head;
        try {
            head = MAPPER.readTree(new String(all, 0, end, StandardCharsets.UTF_8));
        } catch (JsonProcessingException broken) {
            throw damaged(file, "its first line is no JSON", broken);
        }
        int format = head.path("datacook_state_file").asInt(0);
        if (format > FORMAT) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    "the checkpoint %s has format %d and this release knows up to %d; use the release that wrote it"
                            .formatted(file, format, FORMAT));
        }
        int length = head.path("bytes").asInt(-1);
        if (format < 1 || length < 0) {
            throw damaged(file, "its first line is incomplete", null);
        }
        if (all.length < end + 1 + length) {
            throw damaged(file, "%d of %d bytes are there".formatted(Math.max(0, all.length - end - 1), length), null);
        }
        byte[] document = Arrays.copyOfRange(all, end + 1, end + 1 + length);
        if (!checksum(document).equals(head.path("crc32c").asText())) {
            throw damaged(file, "its checksum does not fit", null);
        }
        return new StateFile(
                new StateKey(head.path("recipe").asText(), head.path("stream").asText()),
                new Versioned(head.path("version").asLong(), new String(document, StandardCharsets.UTF_8)));
    }

    static DatacookException damaged(Path file, String how, @org.jspecify.annotations.Nullable Throwable cause) {
        return new DatacookException(
                ErrorCode.STATE_INVALID,
                ("the checkpoint %s is damaged: %s; restore it from a backup, or delete it to load the stream afresh, "
                                + "which in append mode loads rows again that are there already")
                        .formatted(file, how),
                cause);
    }

    private static String checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return "%08x".formatted(crc.getValue());
    }
}
