package io.datacook.stateservice.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The parts of a lane that may run in pods of their own, from left to right.
public enum Stage {
    /// Reads the source.
    @JsonProperty("extractor")
    EXTRACTOR,
    /// Validates and transforms.
    @JsonProperty("transform")
    TRANSFORM,
    /// Writes and commits; in the layout `process` all three.
    @JsonProperty("writer")
    WRITER;

    /// As it is spelled everywhere.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The stage of a word, or `null`.
    public static @Nullable Stage of(String word) {
        for (Stage stage : values()) {
            if (stage.word().equals(word)) {
                return stage;
            }
        }
        return null;
    }
}
