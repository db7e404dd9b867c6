/// The HTTP API: resources, the JSON they take and give, and how failures leave. [StateResource] for checkpoints,
/// [RunResource] for runs, [LaneResource] for pods that look for each other. Absent on purpose: SQL, and any decision
/// about tokens beyond asking the caller.
@NullMarked
package io.datacook.stateservice.http;

import org.jspecify.annotations.NullMarked;
