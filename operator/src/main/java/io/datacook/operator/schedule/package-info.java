/// When runs are due: pure functions of a schedule and two instants.
///
/// Absent on purpose: clocks, timers, memory. What was due is computed from what is stored, so a schedule can neither
/// stop silently nor miss that it was edited.
@NullMarked
package io.datacook.operator.schedule;

import org.jspecify.annotations.NullMarked;
