/// DuckDB as source and destination, and the steps that SQL serves: `sql`, `filter`, `derive`.
///
/// Rows travel between DuckDB and Arrow through the Arrow C data interface, in both directions: [ArrowInput] shows a
/// batch to SQL as a relation, [DuckResult] gives a query's rows as batches. Every instance is a [DuckDatabase], shut
/// off
/// from files and network, with a bound on its memory; one file has one instance in a process ([DuckFiles]), because
/// DuckDB lets one process write. Absent on purpose: the engine's commit protocol, extensions that are downloaded.
@NullMarked
package io.datacook.connectors.duckdb;

import org.jspecify.annotations.NullMarked;
