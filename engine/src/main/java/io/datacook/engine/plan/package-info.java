/// A plan: what a run of a resolved recipe would do, stream by stream, as values.
///
/// Planning contacts sources and destinations, reads columns and state, and changes nothing. Absent on purpose: rows,
/// threads, Kubernetes.
@NullMarked
package io.datacook.engine.plan;

import org.jspecify.annotations.NullMarked;
