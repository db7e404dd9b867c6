package io.datacook.e2e;

import java.util.List;

/// How the stages of a load are spread over pods.
enum Layout {
    /// A pod for each stage.
    SPLIT("Split", List.of("extractor", "transform", "writer")),
    /// One pod, a container for each stage.
    FUSED("Fused", List.of("extractor", "transform", "writer")),
    /// One container.
    PROCESS("Process", List.of("writer"));

    private final String text;
    private final List<String> stages;

    Layout(String text, List<String> stages) {
        this.text = text;
        this.stages = stages;
    }

    /// As `execution.layout` spells it.
    String text() {
        return text;
    }

    /// Stages with a process of their own.
    List<String> stages() {
        return stages;
    }
}
