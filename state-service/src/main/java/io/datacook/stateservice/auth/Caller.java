package io.datacook.stateservice.auth;

import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.LaneTable;
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
        if (pod != null && !(PodNames.of(pod) instanceof PodNames name && name.isOf(run))) {
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

    /// Holds a token to its run, stage, lane and pod.
    ///
    /// @param pod the pod's name as it says, or `null` if it does not say it
    /// @throws Refused `FORBIDDEN` if the token is bound to another of them, or was made for no pod
    public void requirePlace(LaneTable.Key place, @Nullable String pod, String podUid) {
        requireRun(place.run());
        requireStage(place.stage());
        requirePod();
        Identity who = identity();
        if (who.pod() == null) {
            return;
        }
        boolean same = (pod == null || pod.equals(who.pod())) && podUid.equals(who.podUid());
        if (!same) {
            throw new Refused(
                    Failure.FORBIDDEN,
                    "this token was made for pod '%s' with uid %s and does not speak for pod '%s' with uid %s"
                            .formatted(who.pod(), who.podUid(), pod == null ? who.pod() : pod, podUid));
        }
        boolean serves = PodNames.of(who.pod()) instanceof PodNames name
                && name.serves(place.run(), place.stage(), place.lane());
        if (!serves) {
            throw new Refused(
                    Failure.FORBIDDEN,
                    "pod '%s' does not serve the stage '%s' of lane %d of run '%s'"
                            .formatted(who.pod(), place.stage().word(), place.lane(), place.run()));
        }
    }

    /// Turns away service accounts without a pod: only pods change runs.
    ///
    /// @throws Refused `FORBIDDEN`
    public void requirePod() {
        if (identity().reach() == Identity.Reach.ACCOUNT) {
            throw new Refused(
                    Failure.FORBIDDEN,
                    "this token was made for no pod, and only pods change runs; project it into the pod");
        }
    }
}
