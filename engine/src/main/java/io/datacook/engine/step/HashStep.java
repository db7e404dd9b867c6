package io.datacook.engine.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.service.AutoService;
import io.datacook.api.Option;
import io.datacook.api.Secret;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.Fields;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// `hash`: puts pseudonyms in the place of values: HMAC-SHA-256, keyed by a secret salt.
///
/// The same value gives the same pseudonym wherever the salt is the same, whatever its column's type (`7` and `"7"`
/// are one), so that tables still join; without the salt nobody can find the value by trying.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class HashStep implements StepType<HashStep.Options> {
    private static final int SALT_CHARS_MIN = 16;

    /// How the 32 bytes are spelled.
    public enum Output {
        /// 64 hex digits.
        HEX,
        /// 44 characters of base64.
        BASE64
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Names of the columns to pseudonymize; `*` stands for any letters. They become "
                            + "strings; nulls stay null.",
                    examples = "[email, customer_id]")
            List<String> columns,

            @Option(
                    value = "The secret key, at least 16 characters; keep it, for another one gives other pseudonyms.",
                    examples = "${env:DATACOOK_SALT}")
            Secret salt,

            @Option(
                    value = "How pseudonyms are spelled: `hex` (64 characters) or `base64` (44).",
                    defaultValue = "hex",
                    examples = "base64")
            Output output) {}

    @Override
    public String type() {
        return "hash";
    }

    @Override
    public String summary() {
        return "Pseudonymizes columns by HMAC-SHA-256 under a secret salt.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        if (options.columns().isEmpty()) {
            throw StepColumns.unsupported("columns is empty; name at least one column to pseudonymize");
        }
        if (options.salt().reveal().length() < SALT_CHARS_MIN) {
            throw StepColumns.unsupported(
                    "salt is shorter than %d characters; take a long random text, such as the output of"
                                    .formatted(SALT_CHARS_MIN)
                            + " `openssl rand -hex 32`");
        }
        Map<Integer, Field> targets = new LinkedHashMap<>();
        for (String name : StepColumns.matching("columns", options.columns(), input)) {
            int index = StepColumns.index("columns", name, input);
            Field target = TypeNames.parse(name, "string");
            targets.put(index, Fields.like(target, input.getFields().get(index)));
        }
        Mac mac = mac(options.salt());
        return TextStep.step(type(), input, targets, context, text -> {
            byte[] digest = mac.doFinal(text.getBytes(UTF_8));
            return switch (options.output()) {
                case HEX -> HexFormat.of().formatHex(digest);
                case BASE64 -> Base64.getEncoder().encodeToString(digest);
            };
        });
    }

    private static Mac mac(Secret salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt.reveal().getBytes(UTF_8), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
