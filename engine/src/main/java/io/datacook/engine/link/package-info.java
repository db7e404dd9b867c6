/// The cut between pods: an [io.datacook.engine.stage.Upstream] in one process, asked from another one.
///
/// [io.datacook.engine.link.LinkUpstream] is the right half, [io.datacook.engine.link.LinkServer] the left one; what
/// lies between is a pair of Mutiny streams of bytes, one for each direction, that [io.datacook.engine.link.LinkDialer]
/// makes. Frames carry Arrow IPC messages; bytes in flight are bounded by credit that the right half grants. Absent on
/// purpose: sockets, HTTP, TLS, who runs where; the pods bring those. This is the only place of the engine with
/// reactive streams.
@NullMarked
package io.datacook.engine.link;

import org.jspecify.annotations.NullMarked;
