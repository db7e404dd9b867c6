package io.datacook.engine.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.arrow.vector.types.pojo.Schema;

/// Digests of schemas, by which a resumed window knows whether it still writes the same columns. Stateless.
final class Digests {
    private Digests() {}

    /// `sha256:…` of the columns' names, types and nullability.
    static String of(Schema schema) {
        try {
            byte[] text = schema.getFields().toString().getBytes(StandardCharsets.UTF_8);
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
