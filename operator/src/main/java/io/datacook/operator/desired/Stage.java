package io.datacook.operator.desired;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/// The three roles of pods, in the order data meets them.
public enum Stage {
    /// Reads the source.
    @JsonProperty("extractor")
    EXTRACTOR,
    /// Validates and transforms.
    @JsonProperty("transform")
    TRANSFORM,
    /// Loads and commits.
    @JsonProperty("writer")
    WRITER;

    /// In the order they start: a writer that waits costs little, an extractor without one blocks others.
    public static final List<Stage> SINK_FIRST = List.of(WRITER, TRANSFORM, EXTRACTOR);

    /// As labels, names and the state service spell it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
