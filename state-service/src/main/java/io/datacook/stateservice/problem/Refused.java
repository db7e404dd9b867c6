package io.datacook.stateservice.problem;

import org.jspecify.annotations.Nullable;

/// A request that is not fulfilled. Never leaves this service: it becomes a [Problem].
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    /// A refusal without a cause.
    ///
    /// @param detail what, where, which value, what is allowed, what to do next; never a secret
    public Refused(Failure failure, String detail) {
        this(failure, detail, null);
    }

    /// A refusal with its cause.
    ///
    /// @param cause for the log only
    public Refused(Failure failure, String detail, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.failure = failure;
    }

    /// The row of the table.
    public Failure failure() {
        return failure;
    }

    /// What is answered.
    public Problem problem() {
        return Problem.of(failure, String.valueOf(getMessage()));
    }
}
