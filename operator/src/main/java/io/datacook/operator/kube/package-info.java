/// Reconcilers: look at what is there, ask `decide`, act.
///
/// Each object is worked on by one thread at a time; different ones side by side. Absent on purpose: decisions, and
/// any reading of Secrets.
@NullMarked
package io.datacook.operator.kube;

import org.jspecify.annotations.NullMarked;
