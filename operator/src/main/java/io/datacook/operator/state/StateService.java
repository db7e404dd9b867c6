package io.datacook.operator.state;

import org.jspecify.annotations.Nullable;

/// The state service as the operator uses it. Implementations are safe for concurrent use.
public interface StateService {
    /// How a run stands, or `null` if no pod of it ever attached.
    ///
    /// @throws UnavailableException if the service does not answer
    @Nullable
    RunView run(String namespace, String run) throws UnavailableException;

    /// Has the pods of a run stop; nothing happens if it is unknown or over.
    ///
    /// @throws UnavailableException if the service does not answer
    void cancel(String namespace, String run) throws UnavailableException;

    /// Removes all checkpoints of a recipe; nothing happens if there are none.
    ///
    /// @throws UnavailableException if the service does not answer, or a run changes them meanwhile
    void forget(String namespace, String recipe) throws UnavailableException;

    /// The state service does not answer, or not in a way that helps. The message is for people, without secrets.
    final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        /// @param message what happened
        public UnavailableException(String message) {
            super(message);
        }

        /// @param message what happened
        /// @param cause why
        public UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
