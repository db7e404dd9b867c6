package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to reach a system.
///
/// @param type the connector's
/// @param config the connector's options, without secrets
/// @param secretKeys options whose values stand in Secrets, by the option's name
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionSpec(
        @Field(
                value = "The connector, such as postgres.",
                presence = Field.Presence.REQUIRED,
                min = 1,
                max = 64,
                pattern = "^[a-z][a-z0-9_]*$")
        String type,

        @Field("The connector's options, without secrets.") @JsonProperty("config")
        Map<String, JsonNode> config,

        @Field(value = "Options whose values stand in Secrets of the same namespace, by the option's name.", max = 32)
        Map<String, SecretKey> secretKeys) {
    public ConnectionSpec {
        config = config == null ? Map.of() : Map.copyOf(config);
        secretKeys = secretKeys == null ? Map.of() : Map.copyOf(secretKeys);
    }

    /// One key of a Secret.
    ///
    /// @param name of the Secret
    /// @param key in it, or `null` for the option's name
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SecretKey(
            @Field(value = "Name of the Secret.", presence = Field.Presence.REQUIRED, min = 1, max = 253)
            String name,

            @Field(value = "Key in it; the option's name if absent.", max = 253, pattern = "^[-._a-zA-Z0-9]+$")
            @Nullable
            String key) {}
}
