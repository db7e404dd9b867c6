package io.datacook.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;

/// The API server takes an object of a run never, however often it is tried: the user's pod template, or a recipe that
/// is too large.
final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int TOO_LARGE = 413;
    private static final int INVALID = 422;

    private RejectedException(String message, KubernetesClientException cause) {
        super(message, cause);
    }

    /// Somebody else's object has the name.
    static RejectedException taken(String object, KubernetesClientException failure) {
        return new RejectedException("%s is there already and is not this run's".formatted(object), failure);
    }

    /// The same failure if another attempt may help, this one if not.
    static RuntimeException of(String object, KubernetesClientException failure) {
        if (failure.getCode() != INVALID && failure.getCode() != TOO_LARGE) {
            return failure;
        }
        String why = failure.getStatus() == null || failure.getStatus().getMessage() == null
                ? "HTTP " + failure.getCode()
                : failure.getStatus().getMessage();
        return new RejectedException("the API server refuses %s: %s".formatted(object, why), failure);
    }
}
