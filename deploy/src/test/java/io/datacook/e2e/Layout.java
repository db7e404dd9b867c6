package io.datacook.e2e;

/// How the stages of a load are spread over pods.
enum Layout {
    /// A pod for each stage.
    SPLIT("Split"),
    /// One pod, a container for each stage.
    FUSED("Fused"),
    /// One container.
    PROCESS("Process");

    private final String text;

    Layout(String text) {
        this.text = text;
    }

    /// As `execution.layout` spells it.
    String text() {
        return text;
    }
}
