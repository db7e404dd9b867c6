package io.datacook.stateservice.auth;

import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.Stage;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who asks, for the time of one request, and the checks of what they may.
///
/// Set once by [AuthFilter] before any resource is called.
@RequestScoped
public class Caller {
    private @Nullable Identity identity;

    void become(Identity proven) {
        identity = proven;
    }

    private Identity identity() {
        if (identity == null) {
            throw new Refused(Failure.UNAUTHENTICATED, "nobody has said who asks");
        }
        return identity;
    }

    /// The tenant of a caller that acts in its own.
    ///
    /// @throws Refused `FORBIDDEN` for an operator, who has none
    public String tenant() {
        String tenant = identity().tenant();
        if (tenant == null) {
            throw new Refused(Failure.FORBIDDEN, "an operator reads and cancels runs, and nothing else");
        }
        return tenant;
    }

    /// The tenant that a question is about: the caller's, or any that an operator names.
    ///
    /// @param namespace what the request says, or `null`
    public String tenant(@Nullable String namespace) {
        String own = identity().tenant();
        if (own == null) {
            if (namespace == null) {
                throw new Refused(Failure.BAD_REQUEST, "an operator says whose runs it means: ?namespace=<tenant>");
            }
            return namespace;
        }
        // Without tokens there is one tenant for everybody, whatever is asked.
        if (namespace != null && !namespace.equals(own) && identity().reach() != Identity.Reach.ANYBODY) {
            throw new Refused(
                    Failure.FORBIDDEN, "this token belongs to '%s' and does not reach '%s'".formatted(own, namespace));
        }
        return own;
    }

    /// Holds a token to its run.
    ///
    /// @throws Refused `FORBIDDEN` if the token is bound to another run
    public void requireRun(String run) {
        String bound = identity().run();
        if (bound != null && !bound.equals(run)) {
            throw new Refused(
                    Failure.FORBIDDEN, "this token is bound to run '%s' and does not reach '%s'".formatted(bound, run));
        }
        String pod = identity().pod();
        if (pod != null && !pod.startsWith(run + "-")) {
            throw new Refused(
                    Failure.FORBIDDEN, "this token belongs to pod '%s', which is none of run '%s'".formatted(pod, run));
        }
    }

    /// The run that the token is bound to, or `null`.
    public @Nullable String boundRun() {
        return identity().run();
    }

    /// Holds a token to its stage.
    ///
    /// @throws Refused `FORBIDDEN` if the token is bound to another stage
    public void requireStage(Stage stage) {
        Stage bound = identity().stage();
        if (bound != null && bound != stage) {
            throw new Refused(
                    Failure.FORBIDDEN,
                    "this token is bound to the stage '%s' and does not act as '%s'"
                            .formatted(bound.word(), stage.word()));
        }
    }

    /// Holds a token to its pod.
    ///
    /// @throws Refused `FORBIDDEN` if the token was made for another pod
    public void requirePod(String podUid) {
        String bound = identity().podUid();
        if (bound != null && !bound.equals(podUid)) {
            throw new Refused(
                    Failure.FORBIDDEN,
                    "this token was made for the pod with uid %s and does not speak for %s".formatted(bound, podUid));
        }
    }
}
