/// Checkpoints kept by a state service, over HTTP.
///
/// [ServiceState] is a state backend that says of each failure whether something may have been stored; [ServiceClient]
/// sends single requests. Absent on purpose: repetition (the engine repeats what may be repeated, and it alone knows
/// what), caches, and runs: pods and the operator speak of those with the service themselves.
@NullMarked
package io.datacook.connectors.service;

import org.jspecify.annotations.NullMarked;
