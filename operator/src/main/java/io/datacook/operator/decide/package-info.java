/// What to do next and what to tell: pure functions of what is wished and what is observed.
///
/// Absent on purpose: clients, clocks, threads. The reconcilers in `kube` look, ask here, and act.
@NullMarked
package io.datacook.operator.decide;

import org.jspecify.annotations.NullMarked;
