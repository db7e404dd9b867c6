package io.datacook.stateservice.auth;

import io.datacook.stateservice.store.Stage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which run, stage and lane a pod's name says it serves. The operator names a run's Jobs `<run>-<stage>` and its
/// StatefulSets `<run>-<first letter of the stage>`; Kubernetes makes names of pods from them.
///
/// Where several stages share a pod, as in the layouts `fused` and `process`, it is the writer's.
///
/// @param owner name of the Job or StatefulSet, cut to fit
/// @param lane from 0
/// @param kind what owns it
record PodNames(String owner, int lane, Kind kind) {
    /// `<job>-<lane>-<5 random letters>` and `<set>-<lane>`.
    private static final Pattern OF_JOB = Pattern.compile("(.+)-(0|[1-9]\\d{0,5})-[a-z0-9]{5}");

    private static final Pattern OF_SET = Pattern.compile("(.+)-(0|[1-9]\\d{0,5})");

    /// Kubernetes cuts what stands before the random letters of a name to this, the lane left whole.
    private static final int PREFIX_CHARACTERS_MAX = 58;

    /// What owns a pod.
    enum Kind {
        /// An Indexed Job.
        JOB,
        /// A StatefulSet.
        SET
    }

    /// What a pod's name says, or `null` if it is no name of a run's pod.
    static @Nullable PodNames of(String pod) {
        Matcher job = OF_JOB.matcher(pod);
        if (job.matches()) {
            return new PodNames(job.group(1), Integer.parseInt(job.group(2)), Kind.JOB);
        }
        Matcher set = OF_SET.matcher(pod);
        return set.matches() ? new PodNames(set.group(1), Integer.parseInt(set.group(2)), Kind.SET) : null;
    }

    /// Whether this is a pod of the run.
    boolean isOf(String run) {
        for (Stage stage : Stage.values()) {
            if (isOf(run, stage)) {
                return true;
            }
        }
        return false;
    }

    /// Whether this pod may act as a stage of a lane of the run: as its own, or for all stages if it is the writer's.
    boolean serves(String run, Stage stage, int wanted) {
        return lane == wanted && (isOf(run, stage) || isOf(run, Stage.WRITER));
    }

    private boolean isOf(String run, Stage stage) {
        return switch (kind) {
            case SET -> owner.equals(run + "-" + stage.word().charAt(0));
            case JOB -> owner.equals(cut(run + "-" + stage.word()));
        };
    }

    private String cut(String job) {
        int room = PREFIX_CHARACTERS_MAX - ("-" + lane + "-").length();
        return job.length() <= room ? job : job.substring(0, room);
    }
}
