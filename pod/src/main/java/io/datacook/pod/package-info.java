/// What the three pods of a run share: settings from the environment, the link over Vert.x, the state service's client,
/// exit codes, probes and metrics.
///
/// A pod is [io.datacook.pod.Stage] run by [io.datacook.pod.PodMain]; the service modules name the stage and nothing
/// else. Absent on purpose: rows, epochs and commits, which are the engine's; what Kubernetes objects look like.
@NullMarked
package io.datacook.pod;

import org.jspecify.annotations.NullMarked;
