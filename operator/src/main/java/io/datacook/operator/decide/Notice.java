package io.datacook.operator.decide;

/// Something that people should hear of, as a Kubernetes event.
///
/// @param type whether it is good or bad news
/// @param reason one word
/// @param message one sentence, without secrets
public record Notice(Type type, String reason, String message) {
    /// Whether it is good or bad news.
    public enum Type {
        /// Good.
        NORMAL("Normal"),
        /// Bad.
        WARNING("Warning");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /// As Kubernetes spells it.
        public String word() {
            return word;
        }
    }

    static Notice normal(String reason, String message) {
        return new Notice(Type.NORMAL, reason, message);
    }

    static Notice warning(String reason, String message) {
        return new Notice(Type.WARNING, reason, message);
    }
}
