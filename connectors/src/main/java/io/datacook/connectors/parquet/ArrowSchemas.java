package io.datacook.connectors.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Base64;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The Arrow schema that writers put beside Parquet's, so that what Parquet has no word for comes back as it was.
final class ArrowSchemas {
    /// The key all Arrow writers use.
    static final String KEY = "ARROW:schema";

    private ArrowSchemas() {}

    /// The schema as an IPC message in base64.
    static String text(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), schema);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /// The schema in a text, or `null` if it cannot be read: it is a hint, never needed.
    static @Nullable Schema parse(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return MessageSerializer.deserializeSchema(
                    new ReadChannel(Channels.newChannel(new ByteArrayInputStream(bytes))));
        } catch (IOException | RuntimeException notOurs) {
            return null;
        }
    }
}
