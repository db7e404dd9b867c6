/// The commit protocol: what a run may do to the state of one stream, and what becomes of it.
///
/// One document ([io.datacook.engine.commit.StreamState]) holds a stream's lease, cursor and window;
/// [io.datacook.engine.commit.Protocol] answers every request with a new document or a refusal, and answers a repeated
/// request the same way. [io.datacook.engine.commit.StateCodec] spells the document as JSON. `engine.load` stores what
/// this package decides. Absent on purpose: files, networks, clocks, threads, retries. Times come in as values, so the
/// simulator in the testkit can run this very code through every crash and interleaving.
@NullMarked
package io.datacook.engine.commit;

import org.jspecify.annotations.NullMarked;
