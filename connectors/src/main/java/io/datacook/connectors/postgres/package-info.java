/// PostgreSQL as source, destination and place of the state.
///
/// Rows travel by binary `COPY` in both directions, straight between the wire and Arrow buffers. A [Session] is the
/// only
/// place that talks to the driver, [Catalog] the only one that reads system tables, [PostgresTypes] and [TargetTypes]
/// decide what a type becomes. Absent on purpose: a connection pool (a lane has one connection and closes it), logical
/// replication, and any knowledge of when or how often the engine reads or commits.
@NullMarked
package io.datacook.connectors.postgres;

import org.jspecify.annotations.NullMarked;
