/// The state service: checkpoints and runs over HTTP, kept in PostgreSQL, for pods and for command lines that
/// share them. It is a `StateBackend` of the `service` connector seen from the other side.
///
/// This package starts it: [Startup] waits for the database and migrates it, [Gate] turns away what would not
/// fit into memory, [Settings] is everything that can be configured. Requests go `http` → `auth` → `store`;
/// `problem` says how each failure is answered. Absent on purpose: the engine (a document is opaque here, the
/// protocol lives in the client), any knowledge of Kubernetes beyond asking it whose token this is, and any
/// clock but the database's.
@NullMarked
package io.datacook.stateservice;

import org.jspecify.annotations.NullMarked;
